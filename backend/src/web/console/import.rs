//! People from a table.

use axum::extract::State;
use contract::console::{Imported, NewPerson, Role};
use std::sync::Arc;

use super::members;
use super::refusal::{Refusal, Wrong};
use super::who::InTenant;
use crate::app::App;
use crate::store::persons::{self, NewMember};

/// More than a body of 64 KiB can hold anyway, and few enough for one transaction.
const MOST: usize = 2_000;

/// `POST …/people/import`, the CSV as the body.
pub async fn import(
    State(app): State<Arc<App>>,
    InTenant { who, tenant }: InTenant,
    csv: String,
) -> Result<axum::Json<Imported>, Refusal> {
    let people = read(&csv)?;
    for person in &people {
        members::may_give(&who, person.role)?;
    }
    members::may_take(&app, &who, &tenant, &people).await?;
    let added = persons::add_members(&app.store, &tenant, &people).await?;
    app.links.tell_of_people(&tenant);
    let known = u32::try_from(people.len()).unwrap_or(u32::MAX).saturating_sub(added);
    Ok(axum::Json(Imported { added, known }))
}

/// Reads the table; says of every line what is wrong with it.
fn read(csv: &str) -> Result<Vec<NewMember>, Refusal> {
    let mut wrong = Wrong::default();
    // Excel writes a mark before the first column's name, and semicolons in half of the world.
    let csv = csv.trim_start_matches('\u{feff}');
    let first = csv.lines().next().unwrap_or_default();
    let delimiter = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
    let mut table = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(csv.as_bytes());
    let headers = table.headers().cloned().unwrap_or_default();
    let column = |name: &str| headers.iter().position(|head| head.eq_ignore_ascii_case(name));
    let (Some(name), Some(email)) = (column("name"), column("email")) else {
        wrong.say(
            "line 1",
            "The first line must name the columns: name, email and, if wanted, role.",
        );
        wrong.check()?;
        return Ok(Vec::new());
    };
    if ["line", "line number", "number", "phone"].iter().any(|name| column(name).is_some()) {
        wrong.say(
            "line 1",
            "Line numbers are not read from a table. Leave their column out; agents get a number \
             of the simulated phone system, and another can be entered under People.",
        );
    }
    let role = column("role");
    let mut people = Vec::new();
    for record in table.records() {
        let Ok(record) = record else {
            wrong.say("table", "This is no CSV. Save the table as CSV (UTF-8) and try again.");
            break;
        };
        let line = record.position().map_or(0, csv::Position::line);
        let field = |at: usize| record.get(at).unwrap_or_default().to_owned();
        let mut here = Wrong::default();
        let role = match role.map(field).unwrap_or_default().to_lowercase().as_str() {
            "" | "agent" => Role::Agent,
            "administrator" | "admin" => Role::Administrator,
            _ => {
                here.say("role", "The role must be agent or administrator.");
                Role::Agent
            }
        };
        let new = NewPerson {
            name: field(name),
            email: field(email),
            role,
            active: true,
            line: None,
            hubspot_sign_in: true,
        };
        people.push(members::read(&mut here, &new));
        here.each(|problem| {
            wrong.say(&format!("line {line}"), &format!("{}: {}", problem.field, problem.message));
        });
        if people.len() > MOST {
            wrong.say("table", "These are more than 2,000 people. Import them in parts.");
            break;
        }
    }
    wrong.check()?;
    Ok(people)
}
