//! A tenant's phone system and its agents' lines: stored as a whole or refused at their fields.

use reqwest::Response;
use serde_json::{Value, json};
use sidetone_backend::people;

use crate::people::Person;
use crate::rig::Rig;

/// A trunk that can work.
pub fn trunk() -> Value {
    json!({ "kind": "trunk", "server": "sip.example.com:5062", "transport": "tcp",
            "domain": "example.com", "codecs": ["PCMA", "PCMU"], "user": "sidetone",
            "authUser": "sidetone-auth", "access": { "registration": { "expiresS": 600 } },
            "peers": ["192.0.2.0/24"], "callerIn": "both", "callerNumber": "+493023125000" })
}

/// Lines of agents that can work.
pub fn lines() -> Value {
    json!({ "kind": "lines", "server": "pbx.example.com" })
}

pub async fn read(rig: &Rig, who: &Person) -> Value {
    let path = format!("/tenants/{}/phone", rig.tenant().await.0);
    let answer = rig.console(who, "GET", &path).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

pub async fn put(rig: &Rig, who: &Person, body: Value) -> Response {
    let path = format!("/tenants/{}/phone", rig.tenant().await.0);
    rig.console(who, "PUT", &path).json(&body).send().await.unwrap()
}

pub async fn saved(rig: &Rig, who: &Person, body: Value) -> Value {
    let answer = put(rig, who, body).await;
    let (status, text) = (answer.status(), answer.text().await.unwrap());
    assert_eq!(status, 200, "{text}");
    serde_json::from_str(&text).unwrap()
}

pub async fn put_line(rig: &Rig, who: &Person, agent: &str, body: Value) -> Response {
    let path = format!("/tenants/{}/phone/lines/{agent}", rig.tenant().await.0);
    rig.console(who, "PUT", &path).json(&body).send().await.unwrap()
}

async fn fields(answer: Response) -> Vec<String> {
    let status = answer.status();
    let body: Value = answer.json().await.unwrap();
    assert_eq!(status, 422, "{body}");
    let fields = body["fields"].as_array().unwrap();
    // What was typed may stand first, in quotes.
    let begins = |says: &str| says.starts_with(|c: char| c == '"' || c.is_uppercase());
    let whole = |says: &str| says.len() > 15 && says.ends_with('.') && begins(says);
    assert!(fields.iter().all(|one| whole(one["message"].as_str().unwrap())), "{body}");
    fields.iter().map(|one| one["field"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_begins_with_the_simulated_phone_system() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let now = read(&rig, &owner).await;
    assert_eq!(now["system"]["kind"], "simulated");
    assert_eq!(now["password"]["set"], Value::Null);
    assert_eq!(now["agents"][0]["name"], "Ada King");
    assert_eq!(now["agents"][0]["number"], crate::rig::LINE);
    assert_eq!(now["agents"][0]["line"]["user"], "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_system_is_read_back_as_it_was_stored_and_consoles_hear_of_it() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let mut stream = rig.console(&owner, "GET", "/stream").send().await.unwrap();
    let body = json!({ "system": trunk(), "password": "s3cret-of-the-trunk" });
    let answered = saved(&rig, &owner, body).await;
    let now = read(&rig, &owner).await;
    assert_eq!(now, answered);
    assert_eq!(now["system"], trunk());
    assert!(now["password"]["set"].is_u64());
    let heard = String::from_utf8(stream.chunk().await.unwrap().unwrap().to_vec()).unwrap();
    assert!(heard.contains(&json!({ "phone": rig.tenant().await.0 }).to_string()), "{heard}");
    // By our address: nothing is registered, and no password is needed.
    let mut by_address = trunk();
    by_address["access"] = json!("address");
    by_address["transport"] = json!("udp");
    by_address["peers"] = json!([" 192.0.2.7 ", ""]);
    let now = saved(&rig, &owner, json!({ "system": by_address })).await;
    assert_eq!(now["system"]["access"], "address");
    assert_eq!(now["system"]["peers"], json!(["192.0.2.7"]));
    assert!(now["password"]["set"].is_u64(), "what was not sent stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_that_is_wrong_is_named_and_nothing_is_stored() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let long = "x".repeat(257);
    for (field, value, name) in [
        ("server", json!(""), "server"),
        ("server", json!("sip:pbx.example.com"), "server"),
        ("server", json!("pbx.example.com:0"), "server"),
        ("server", json!("two words"), "server"),
        // This service has no certificates to trust, and no port for connections from outside.
        ("transport", json!("tls"), "transport"),
        ("access", json!("address"), "transport"),
        ("domain", json!("example.com:5060"), "domain"),
        ("codecs", json!([]), "codecs"),
        ("codecs", json!(["PCMU", "PCMU"]), "codecs"),
        ("user", json!(""), "user"),
        ("user", json!("a b"), "user"),
        ("user", json!("a@example.com"), "user"),
        ("authUser", json!("a\"b"), "authUser"),
        ("access", json!({ "registration": { "expiresS": 59 } }), "expiresS"),
        ("access", json!({ "registration": { "expiresS": 86_401 } }), "expiresS"),
        ("peers", json!(["192.0.2.1", "nowhere"]), "peers.1"),
        ("peers", json!(["0.0.0.0/0"]), "peers.0"),
        ("peers", json!(vec!["192.0.2.1"; 33]), "peers"),
        ("callerNumber", json!("call me <maybe>"), "callerNumber"),
    ] {
        let mut system = trunk();
        system[field] = value.clone();
        let answer = put(&rig, &owner, json!({ "system": system, "password": "p" })).await;
        assert_eq!(fields(answer).await, [name], "{field}: {value}");
    }
    let wrong = json!({ "kind": "trunk", "codecs": [], "callerNumber": "?" });
    let all = fields(put(&rig, &owner, json!({ "system": wrong })).await).await;
    assert_eq!(all, ["server", "codecs", "callerNumber", "user", "password"], "all at once");
    for password in [json!(""), json!("  "), json!("two\nlines"), json!(long)] {
        let body = json!({ "system": trunk(), "password": password });
        assert_eq!(fields(put(&rig, &owner, body).await).await, ["password"], "{password}");
    }
    let mut system = lines();
    system["access"] = json!("address");
    assert_eq!(fields(put(&rig, &owner, json!({ "system": system })).await).await, ["access"]);
    assert_eq!(rig.count_in_store("SELECT count(*) FROM phone_systems").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agents_line_is_stored_and_belongs_to_one_agent() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let tenant = rig.tenant().await;
    let bo = people::NewAgent { login: "bo", name: "Bo", number: "+493023125777", country: "DE" };
    let bo = people::add_agent(&rig.store, &tenant, bo).await.unwrap();
    saved(&rig, &owner, json!({ "system": lines() })).await;

    let line = json!({ "user": "201", "authUser": "ada", "callerNumber": "+493023125001" });
    let empty = put_line(&rig, &owner, &rig.agent.0, json!({ "line": { "user": "" } })).await;
    assert_eq!(fields(empty).await, ["user", "password"]);
    let no_password = put_line(&rig, &owner, &rig.agent.0, json!({ "line": line })).await;
    assert_eq!(fields(no_password).await, ["password"]);
    let body = json!({ "line": line, "password": "pw-201" });
    let answer = put_line(&rig, &owner, &rig.agent.0, body).await;
    assert_eq!(answer.status(), 200);
    let answer: Value = answer.json().await.unwrap();
    assert_eq!(answer["line"], line);
    assert!(answer["password"]["set"].is_u64());
    assert_eq!(read(&rig, &owner).await["agents"][0], answer);

    let same = json!({ "line": { "user": "201" }, "password": "pw" });
    assert_eq!(fields(put_line(&rig, &owner, &bo.0, same).await).await, ["user"]);
    // The password stays while the rest is changed.
    let other = json!({ "line": { "user": "202" } });
    assert_eq!(put_line(&rig, &owner, &rig.agent.0, other).await.status(), 200);
    let now = read(&rig, &owner).await;
    assert_eq!(now["agents"][0]["line"]["user"], "202");
    assert_eq!(now["agents"][0]["password"], answer["password"]);

    let path = format!("/tenants/{}/phone/lines/{}", tenant.0, rig.agent.0);
    assert_eq!(rig.console(&owner, "DELETE", &path).send().await.unwrap().status(), 204);
    let now = read(&rig, &owner).await;
    assert_eq!(now["agents"][0]["line"]["user"], "");
    assert_eq!(now["agents"][0]["password"]["set"], Value::Null);
    assert_eq!(rig.count_in_store("SELECT count(*) FROM agent_lines").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_trunk_an_agent_needs_only_a_number_to_show() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let tenant = rig.tenant().await;
    let bo = people::NewAgent { login: "bo", name: "Bo", number: "+493023125777", country: "DE" };
    let bo = people::add_agent(&rig.store, &tenant, bo).await.unwrap();
    saved(&rig, &owner, json!({ "system": trunk(), "password": "p" })).await;
    for agent in [&rig.agent, &bo] {
        let body = json!({ "line": { "callerNumber": "+493023125001" } });
        assert_eq!(put_line(&rig, &owner, &agent.0, body).await.status(), 200);
    }
    let wrong = json!({ "line": { "callerNumber": "?" } });
    let wrong = put_line(&rig, &owner, &bo.0, wrong).await;
    assert_eq!(fields(wrong).await, ["callerNumber"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_tries_the_simulated_one_finds_the_other_again() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    saved(&rig, &owner, json!({ "system": trunk(), "password": "p" })).await;
    // Whatever else is sent with it: the form does not show it.
    let away = json!({ "kind": "simulated", "server": "not looked at !" });
    let now = saved(&rig, &owner, json!({ "system": away })).await;
    let mut kept = trunk();
    kept["kind"] = json!("simulated");
    assert_eq!(now["system"], kept);
    let now = saved(&rig, &owner, json!({ "system": trunk() })).await;
    assert_eq!(now["system"], trunk(), "and its password");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agents_pages_say_simulated_as_long_as_the_phone_system_is() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let simulated = async |token: &str| {
        let ask = rig.ask(reqwest::Method::GET, "/api/snapshot").bearer_auth(token);
        let snapshot: Value = ask.send().await.unwrap().json().await.unwrap();
        snapshot["line"]["simulated"].clone()
    };
    let mut surface = rig.surface("s").await;
    assert_eq!(simulated(&surface.token).await, true);
    saved(&rig, &owner, json!({ "system": lines() })).await;
    assert_eq!(surface.until_bye().await, None, "the page comes back for a snapshot");
    assert_eq!(simulated(&surface.token).await, false);
    saved(&rig, &owner, json!({ "system": { "kind": "simulated" } })).await;
    assert_eq!(simulated(&surface.token).await, true);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_where_the_phone_system_reaches_us() {
    let rig = Rig::with(|config| {
        config.sip.listen = Some("127.0.0.1:0".parse().unwrap());
        config.sip.tcp = Some("127.0.0.1:5066".parse().unwrap());
        config.voice.ports = "31000-31999".to_owned().try_into().unwrap();
    })
    .await;
    let owner = rig.owner().await;
    // Nothing listens yet, and the port is any free one.
    let before = read(&rig, &owner).await["ours"].clone();
    assert_eq!(before["udp"], "");
    let line = json!({ "line": { "user": "201" }, "password": "pw" });
    saved(&rig, &owner, json!({ "system": { "kind": "lines", "server": "127.0.0.1:9" } })).await;
    assert_eq!(put_line(&rig, &owner, &rig.agent.0, line).await.status(), 200);
    let ours = read(&rig, &owner).await["ours"].clone();
    let udp = rig.app().lines.with(|ua| ua.address()).unwrap();
    assert_eq!(ours["udp"], udp.to_string());
    assert_eq!(ours["tcp"], "127.0.0.1:5066");
    assert_eq!((&ours["sound"], &ours["ports"]), (&json!("127.0.0.1"), &json!([31_000, 31_999])));

    let rig = Rig::with(|config| {
        config.sip.listen = Some("0.0.0.0:5070".parse().unwrap());
        config.sip.public_address = Some("203.0.113.7".to_owned().try_into().unwrap());
    })
    .await;
    let owner = rig.owner().await;
    let ours = read(&rig, &owner).await["ours"].clone();
    assert_eq!(ours["udp"], "203.0.113.7:5070");
    assert_eq!((&ours["tcp"], &ours["sound"]), (&json!(""), &json!("203.0.113.7")));
}
