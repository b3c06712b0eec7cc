//! The markup of the authorize pages. Whatever came from outside goes through [`text`].

use super::{
    Grant,
    demo::{self, Account, Person},
    request::{Asked, Refused},
};

/// The page around everything, clearly labelled as what it is.
fn page(title: &str, main: &str) -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – stand-in for HubSpot</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/preview/page/oauth.css">
</head>
<body>
<header><p><strong>Stand-in for HubSpot</strong> <span>A preview on this machine. Nothing here reaches HubSpot.</span></p></header>
<main>
<h1>{title}</h1>
{main}
</main>
</body>
</html>
"#
    )
}

/// Text as it may stand between tags and in quoted attributes.
fn text(raw: &str) -> String {
    let mut safe = String::with_capacity(raw.len());
    for letter in raw.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

fn hidden(name: &str, value: &str) -> String {
    format!(r#"<input type="hidden" name="{name}" value="{}">"#, text(value))
}

fn fields(asked: &Asked) -> String {
    asked.fields().into_iter().map(|(name, value)| hidden(name, value)).collect()
}

fn choice(name: &str, value: u64, first: bool, title: &str, about: &[&str]) -> String {
    let about: String =
        about.iter().map(|line| format!(" <small>{}</small>", text(line))).collect();
    let checked = if first { " checked" } else { "" };
    format!(
        r#"<label class="choice"><input type="radio" name="{name}" value="{value}"{checked}><span><b>{}</b>{about}</span></label>"#,
        text(title)
    )
}

/// Who is signed in, and which account is meant. An account named in the address is not asked for.
pub fn chooser(asked: &Asked, only: Option<&Account>) -> String {
    let people: String = demo::PEOPLE
        .iter()
        .enumerate()
        .map(|(place, person)| {
            let about = [person.email, person.role];
            choice("person", person.user, place == 0, &person.full_name(), &about)
        })
        .collect();
    let accounts: String = demo::ACCOUNTS
        .iter()
        .filter(|account| only.is_none_or(|only| only.portal == account.portal))
        .enumerate()
        .map(|(place, account)| {
            let about = format!("{} · {}", account.domain, account.portal);
            choice("account", account.portal, place == 0, account.name, &[&about])
        })
        .collect();
    let hint = match only {
        Some(_) => "<p class=\"hint\">The app asked for this account.</p>",
        None => "",
    };
    let main = format!(
        r#"<p>{} wants to be connected.</p>
<form method="get" action="/oauth/authorize">
{}
<fieldset><legend>Account</legend>{hint}{accounts}</fieldset>
<fieldset><legend>Signed in as</legend>{people}</fieldset>
<p class="actions"><button class="main" type="submit">Continue</button></p>
</form>"#,
        text(demo::APP_NAME),
        fields(asked)
    );
    page("Choose an account", &main)
}

/// What is asked, to be connected or cancelled.
pub fn consent(asked: &Asked, account: &Account, person: &Person, grant: &Grant) -> String {
    let scopes: String = grant
        .scopes
        .iter()
        .map(|scope| format!("<li>{} <code>{}</code></li>", meaning(scope), text(scope)))
        .collect();
    let main = format!(
        r#"<p><b>{}</b> asks for access to <b>{}</b> ({}). You are {}, {}.</p>
<h2>What it could do there</h2>
<ul class="scopes">{scopes}</ul>
<p class="hint">Afterwards you go back to <code>{}</code>.</p>
<form method="post" action="/oauth/decision">
{}{}{}
<p class="actions"><button class="main" type="submit" name="decision" value="connect">Connect app</button>
<button type="submit" name="decision" value="cancel">Cancel</button></p>
</form>"#,
        text(demo::APP_NAME),
        text(account.name),
        account.portal,
        text(&person.full_name()),
        text(person.email),
        text(asked.redirect()),
        fields(asked),
        hidden("account", &account.portal.to_string()),
        hidden("person", &person.user.to_string())
    );
    page("Connect the app", &main)
}

/// A scope in words.
fn meaning(scope: &str) -> &'static str {
    match scope {
        "oauth" => "Know which account this is",
        "crm.objects.contacts.read" => "Read contacts and calls",
        "crm.objects.contacts.write" => "Change contacts, write down calls",
        "crm.objects.companies.read" => "Read companies",
        "crm.objects.companies.write" => "Change companies",
        "crm.objects.deals.read" => "Read deals",
        "crm.objects.deals.write" => "Change deals",
        "crm.objects.owners.read" => "See who owns records",
        "crm.objects.users.read" | "settings.users.read" => "See the account's users",
        "tickets" => "Read and change tickets",
        "files" => "Read and add files",
        "crm.extensions_calling_transcripts.read" => "Read transcripts of calls",
        "crm.extensions_calling_transcripts.write" => "Add transcripts of calls",
        _ => "",
    }
}

/// Why the link cannot be followed.
pub fn refused(why: &Refused) -> String {
    let main = format!(
        r#"<p role="alert">{}</p><p class="hint">Nothing was connected. Close this page, or go back and try another link.</p>"#,
        text(&why.to_string())
    );
    page("This app cannot be connected", &main)
}

/// The person may not connect apps.
pub fn no_access(asked: &Asked, person: &Person) -> String {
    let main = format!(
        r#"<p role="alert">{} ({}) has no App Marketplace Access in this account.</p>
<p>Ask a super admin to connect the app, or to give you App Marketplace Access.</p>
<p class="hint">Nothing was connected.</p>
<form method="get" action="/oauth/authorize">
{}
<p class="actions"><button type="submit">Choose somebody else</button></p>
</form>"#,
        text(&person.full_name()),
        text(person.email),
        fields(asked)
    );
    page("You cannot connect apps", &main)
}
