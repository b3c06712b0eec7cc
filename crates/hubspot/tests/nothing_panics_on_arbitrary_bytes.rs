//! Whatever comes from the network or in an address is read or refused; nothing panics.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use hubspot::oauth::{self, Kind, Return};
use hubspot::{
    Auth, Listing, Object, Page, Reply, Request, account, batch, calling_settings, cases,
    connection, dispositions, owners, pipelines, private_app, properties, users,
};
use proptest::prelude::*;
use serde_json::{Map, Value};

fn read_all(status: u16, body: &[u8]) {
    let reply = Reply { status, retry_after: None, body };
    let asked: Request = account::details();
    let _ = reply.correlation_id();
    let _ = asked.done(&reply);
    let _ = asked.read::<account::Account>(&reply).map(|account| account.ui_url());
    let _ = asked.read::<Listing<owners::Owner>>(&reply).map(|page| page.next().map(str::len));
    let _ = asked.read::<Listing<users::User>>(&reply);
    let _ = asked.read::<owners::Owner>(&reply).map(|owner| owner.name());
    let _ = asked.read::<users::User>(&reply);
    let _ = asked.read::<connection::Connection>(&reply).map(|connection| connection.uses(1));
    let _ = asked.read::<private_app::PrivateApp>(&reply);
    let _ = asked.read::<Page>(&reply);
    let _ = asked.read::<Object>(&reply).map(|object| {
        let case = cases::Case::Ticket;
        (case.name(&object).len(), case.stage(&object).len(), case.moments(&object).0.len())
    });
    let _ = asked.read::<batch::Done>(&reply).map(|done| {
        let made = done.made(0, "7").map(str::len);
        (made, done.has("7"), done.failed(0, Some("7")).map(|failed| failed.message.len()))
    });
    let _ = asked.read::<Listing<pipelines::Pipeline>>(&reply).map(|all| {
        let stages = all.results.into_iter().flat_map(|pipeline| pipeline.stages);
        stages.filter(pipelines::Stage::is_closed).count()
    });
    let _ = asked.read::<Listing<properties::Property>>(&reply);
    let _ = asked.read::<Vec<dispositions::Disposition>>(&reply);
    let wanted = calling_settings::Settings::new("n", "u");
    if let Ok(found) = calling_settings::read(&asked, &reply) {
        let plan = calling_settings::plan(found.as_ref(), &wanted);
        let _ = plan.request(7, &wanted, Auth::Bearer);
    }
    let _ = calling_settings::exist_already(&reply);
    for asked in [
        oauth::exchange("i", "s", "r", "c", Some("v")),
        oauth::refresh("i", "s", "t"),
        oauth::introspect("i", "s", "t", Kind::Access),
    ] {
        let _ = oauth::read_tokens(&asked, &reply).map_err(|error| error.remedy());
        let _ = oauth::read_introspection(&asked, &reply);
        let _ = oauth::read_revoked(&asked, &reply);
    }
}

const KEYS: [&str; 37] = [
    "access_token",
    "refresh_token",
    "expires_in",
    "hub_id",
    "scopes",
    "user_id",
    "active",
    "user",
    "app_id",
    "error",
    "error_description",
    "status",
    "message",
    "portalId",
    "uiDomain",
    "results",
    "paging",
    "next",
    "after",
    "id",
    "userId",
    "provider",
    "appId",
    "hubId",
    "width",
    "isReady",
    "errors",
    "context",
    "policyName",
    "correlationId",
    "subCategory",
    "properties",
    "objectWriteTraceId",
    "stages",
    "metadata",
    "message",
    "category",
];

/// JSON with the names that matter and values of any kind.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop::sample::select(vec!["invalid_grant", "BAD_AUTH_CODE", "BAD_HUB", "DAILY", "7"])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((prop::sample::select(KEYS.to_vec()), inner), 0..8).prop_map(
                |pairs| {
                    let pairs = pairs.into_iter().map(|(key, value)| (key.to_owned(), value));
                    Value::Object(pairs.collect::<Map<_, _>>())
                }
            ),
        ]
    })
}

proptest! {
    #[test]
    fn replies_of_any_bytes(status in any::<u16>(), body in prop::collection::vec(any::<u8>(), 0..256)) {
        read_all(status, &body);
    }

    #[test]
    fn replies_of_any_json(status in prop_oneof![Just(200u16), Just(400), any::<u16>()], body in any_json()) {
        read_all(status, body.to_string().as_bytes());
    }

    #[test]
    fn any_query(query in ".*") {
        let _ = Return::parse(&query);
    }

    #[test]
    fn a_query_of_the_known_names(
        pairs in prop::collection::vec(("code|state|error|error_description|x", "[a%0-9+=?\u{0}-\u{1f}é]{0,9}"), 0..6)
    ) {
        let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let _ = Return::parse(&pairs.join("&"));
    }

    #[test]
    fn a_consent_comes_through_whatever_its_code_and_state_are(code in "[^\\p{Cc}]{1,60}", state in "[^\\p{Cc}]{1,60}") {
        let query: String =
            url::form_urlencoded::Serializer::new(String::new())
                .append_pair("code", &code).append_pair("state", &state).finish();
        prop_assert_eq!(Return::parse(&query), Ok(Return::Granted { code, state }));
    }
}
