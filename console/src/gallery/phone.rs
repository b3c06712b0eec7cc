//! A tenant's phone system, its lines, and how a test went.

use serde_json::{Value, json};

use crate::net::clock;

/// What is stored.
pub(super) fn settings(state: &str) -> Value {
    let kind = match state {
        "phone" | "phone-empty" => "simulated",
        "phone-trunk" | "phone-wrong" => "trunk",
        _ => "lines",
    };
    let set = |days: u64| json!({"set": clock::now() - days * 86_400_000, "old": days > 183});
    let agent = |id: &str, name: &str, number: &str, line: Value, password: Value| json!({"agent": id, "name": name, "number": number, "line": line, "password": password});
    let agents = json!([
        agent(
            "a1",
            "Mara Lindqvist",
            "+493023125001",
            json!({"user": "201", "callerNumber": "+493023125001"}),
            set(12)
        ),
        agent(
            "a2",
            "Tomás Ferreira",
            "+493023125002",
            json!({"user": "202", "authUser": "tomas.ferreira"}),
            set(200)
        ),
        agent("a3", "Jonas Weber", "+442079460103", json!({}), json!({})),
    ]);
    let empty = state == "phone-empty";
    json!({
        "system": {"kind": kind, "server": "pbx.northwind.example:5062", "transport": "tls",
            "domain": "northwind.example", "codecs": ["PCMA", "PCMU"], "user": "northwind-sidetone",
            "authUser": "nw-4471190", "access": {"registration": {"expiresS": 300}},
            "peers": ["192.0.2.0/24", "nowhere"], "callerIn": "both", "callerNumber": "+493023125000"},
        "password": set(12),
        "agents": if empty { json!([]) } else { agents },
        "groups": if empty { json!([]) } else { json!([{"number": "+493023125700", "name": "Sales", "agents": 2}]) },
        "ours": {"udp": "203.0.113.7:5060", "tcp": "", "sound": "203.0.113.7", "ports": [20000, 29999]},
    })
}

/// How the lines stand.
pub(super) fn states() -> Value {
    let since = clock::now() - 3_600_000;
    json!([
        {"agent": null, "standing": {"registered": {"since": since}}},
        {"agent": "a1", "standing": {"registered": {"since": since}}},
        {"agent": "a2", "standing": {"failing": {"since": since, "why": "The phone system does not take the password (403). Enter it again as the phone system has it."}}},
    ])
}

/// How a test went.
pub(super) fn tested(state: &str) -> Value {
    let step = |what: &str, worked: Option<bool>, says: &str| json!({"what": what, "worked": worked, "says": says});
    if state == "phone-test" {
        return json!({"steps": [
            step("Registration", Some(true), "The phone system took the line for 300 seconds."),
            step("Call", Some(true), "It rang at +49 30 2312 5000 after 0.4 seconds."),
        ], "exchange": [{"at": 2, "sent": true, "peer": "192.0.2.7:5062", "text": "OPTIONS sip:pbx.northwind.example SIP/2.0"}]});
    }
    let register = "REGISTER sip:northwind.example SIP/2.0\r\nVia: SIP/2.0/TLS 198.51.100.4:5061;branch=z9hG4bKa81f3c77be20;rport\r\nFrom: <sip:202@northwind.example>;tag=8e1c\r\nTo: <sip:202@northwind.example>\r\nCall-ID: 0f3b7a4e@198.51.100.4\r\nCSeq: 2 REGISTER\r\nContact: <sip:202@198.51.100.4:5061;transport=tls>\r\nAuthorization: (removed)\r\nExpires: 300\r\nContent-Length: 0\r\n\r\n";
    let refused = "SIP/2.0 403 Forbidden\r\nFrom: <sip:202@northwind.example>;tag=8e1c\r\nTo: <sip:202@northwind.example>;tag=as4f\r\nCall-ID: 0f3b7a4e@198.51.100.4\r\nCSeq: 2 REGISTER\r\nContent-Length: 0\r\n\r\n";
    json!({"steps": [
        step("Registration", Some(false), "The phone system does not take the password (403). Enter it again as the phone system has it."),
        step("Call", None, "Not tried without a registration."),
    ], "exchange": [
        {"at": 31, "sent": true, "peer": "192.0.2.7:5062", "text": register},
        {"at": 48, "sent": false, "peer": "192.0.2.7:5062", "text": refused},
    ]})
}
