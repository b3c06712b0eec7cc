//! Invitations by e-mail.

use contract::console::Role;
use serde_json::{Value, json};
use sidetone_backend::config::{Config, Secret, SmtpTls};

use crate::fake_smtp::FakeSmtp;
use crate::people::{Person, code_in};
use crate::rig::Rig;

async fn rig_with(server: &FakeSmtp, change: impl FnOnce(&mut Config)) -> Rig {
    let port = server.address.port();
    Rig::with(|config| {
        config.smtp.host = Some("127.0.0.1".into());
        config.smtp.port = port;
        config.smtp.from = Some("Telephone <phone@example.com>".into());
        config.smtp.tls = SmtpTls::None;
        change(config);
    })
    .await
}

async fn invite(rig: &Rig, who: &Person, of: &Person, body: Value) -> Value {
    let path = format!("/tenants/{}/people/{}/invitation", rig.tenant().await.0, of.id.0);
    let answer = rig.console(who, "POST", &path).json(&body).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

async fn has_mail(rig: &Rig, who: &Person) -> Value {
    let me: Value = rig.console(who, "GET", "/me").send().await.unwrap().json().await.unwrap();
    me["mail"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_sent_to_its_person_and_opens_the_console() {
    let server = FakeSmtp::start().await;
    let signed_in = |config: &mut Config| {
        config.smtp.user = Some("phone".into());
        config.smtp.password = Some(Secret::new("the-mail-password"));
    };
    let rig = rig_with(&server, signed_in).await;
    let owner = rig.owner().await;
    let bo = rig.member(&rig.tenant().await, "bo@example.com", Role::Administrator).await;
    assert_eq!(has_mail(&rig, &owner).await, true);
    let invitation = invite(&rig, &owner, &bo, json!({ "send": true })).await;
    assert_eq!(invitation["sentTo"], "bo@example.com");
    assert_eq!(invitation["notSent"], Value::Null);
    let mails = server.mails();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("From: Telephone <phone@example.com>"), "{}", mails[0]);
    // Long lines are folded in transport: a soft break and a masked sign of equality.
    let text = mails[0].replace("=\n", "").replace("=3D", "=");
    assert!(text.contains(invitation["link"].as_str().unwrap()), "{text}");
    assert!(server.commands().contains(&"RCPT TO:<bo@example.com>".to_owned()));
    let code = code_in(invitation["link"].as_str().unwrap());
    assert_eq!(rig.sign_in(&json!({ "code": code })).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_that_was_not_asked_for() {
    let server = FakeSmtp::start().await;
    let rig = rig_with(&server, |_| {}).await;
    let owner = rig.owner().await;
    let bo = rig.member(&rig.tenant().await, "bo@example.com", Role::Agent).await;
    let path = format!("/tenants/{}/people/{}/invitation", rig.tenant().await.0, bo.id.0);
    let bare: Value =
        rig.console(&owner, "POST", &path).send().await.unwrap().json().await.unwrap();
    assert_eq!((&bare["sentTo"], &bare["notSent"]), (&Value::Null, &Value::Null));
    invite(&rig, &owner, &bo, json!({ "send": false })).await;
    assert_eq!(server.commands(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_cannot_be_sent_leaves_a_link_to_hand_over() {
    let server = FakeSmtp::start().await;
    let rig = rig_with(&server, |_| {}).await;
    let owner = rig.owner().await;
    let bo = rig.member(&rig.tenant().await, "bo@example.com", Role::Agent).await;
    server.refuse();
    let invitation = invite(&rig, &owner, &bo, json!({ "send": true })).await;
    assert_eq!(invitation["sentTo"], Value::Null);
    let why = invitation["notSent"].as_str().unwrap();
    assert!(why.contains("refused it for good") && why.contains("Hand the link over"), "{why}");
    let code = code_in(invitation["link"].as_str().unwrap());
    assert_eq!(rig.sign_in(&json!({ "code": code })).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_tls_gets_neither_password_nor_mail() {
    let server = FakeSmtp::start().await;
    let rig = rig_with(&server, |config| {
        config.smtp.tls = SmtpTls::StartTls;
        config.smtp.user = Some("phone".into());
        config.smtp.password = Some(Secret::new("the-mail-password"));
    })
    .await;
    let owner = rig.owner().await;
    let bo = rig.member(&rig.tenant().await, "bo@example.com", Role::Agent).await;
    let invitation = invite(&rig, &owner, &bo, json!({ "send": true })).await;
    assert!(invitation["notSent"].is_string(), "{invitation}");
    assert_eq!(server.mails(), Vec::<String>::new());
    let said = server.commands();
    assert!(
        said.iter().all(|line| !line.starts_with("AUTH") && !line.starts_with("MAIL")),
        "{said:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server_the_console_knows() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    assert_eq!(has_mail(&rig, &owner).await, false);
    let bo = rig.member(&rig.tenant().await, "bo@example.com", Role::Agent).await;
    let invitation = invite(&rig, &owner, &bo, json!({ "send": true })).await;
    assert!(invitation["notSent"].as_str().unwrap().contains("No mail server"));
}
