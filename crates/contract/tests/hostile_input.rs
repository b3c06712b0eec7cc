//! A fuzz target over everything that is read from outside: bytes in, never a panic, and what was
//! understood can be said again. The seed is printed; `SIDETONE_FUZZ_INPUTS` raises the number.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use contract::console::{
    ImportUsers, Invite, NewPasskey, NewPerson, SaveConnection, Settings, Unlink,
};
use contract::sign_in::{AskWays, HubSpotSignIn, PasskeySignIn};
use contract::{ClientMessage, Command, ServerMessage, SignIn};
use serde::{Serialize, de::DeserializeOwned};

const SEED: u64 = 0x51de_704e;

/// What may come over the wire, one of each kind.
const EXAMPLES: &[&str] = &[
    r#"{"hello":{"token":"t","surface":"s","here":{"location":"remote","hosted":true,"usesCallingWindow":true,"visible":true},"resume":{"stream":"x","seq":7}}}"#,
    r#"{"here":{"hosted":false,"visible":false}}"#,
    r#"{"pong":3}"#,
    r#"{"code":"abc"}"#,
    r#"{"secret":"s","digits":"123456"}"#,
    r#"{"portal":"123456"}"#,
    r#"{"attempt":"ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0","portal":null}"#,
    r#"{"ceremony":"c","credential":{"id":"AAAA","response":{"signature":"AAAA"}},"name":"This computer"}"#,
    r#"{"users":["7654321"],"role":"agent"}"#,
    r#"{"name":"Ada","email":"ada@example.com","role":"administrator","line":"+442079460101","hubspotSignIn":false}"#,
    r#"{"name":"Production","kind":"oAuth","portal":"1","clientId":"x","clientSecret":"y","oldApp":"2","signIn":true}"#,
    r#"{"word":"DELETE"}"#,
    r#"{"send":true}"#,
    r#"{"surface":"s","epoch":2,"wish":{"dial":{"call":"018f7f3e-0000-7000-8000-000000000001","to":"+15550100","country":"GB","callee":{"objectType":"0-1","id":"101"}}}}"#,
    r#"{"surface":"s","wish":{"save":{"call":"c","draft":{"outcome":"o","notes":"n"}}}}"#,
    r#"{"surface":"s","wish":{"told":{"call":"c","told":{"announced":{"instance":"i"}}}}}"#,
    r#"{"surface":"s","wish":{"told":{"call":"c","told":"ended"}}}"#,
    r#"{"surface":"s","wish":{"transfer":{"call":"c","to":{"agent":"7"},"consult":true}}}"#,
    r##"{"surface":"s","wish":{"digits":{"call":"c","keys":"12#"}}}"##,
    r#"{"surface":"s","wish":{"third":{"call":"c","does":"merge"}}}"#,
    r#"{"surface":"s","wish":{"choose":{"call":"c","record":{"objectType":"0-1","id":"9"}}}}"#,
    r#"{"surface":"s","wish":{"createContact":{"call":"c","firstName":"A","lastName":"B","email":"e"}}}"#,
    r#"{"lookUp":{"region":"GB","primary":"contacts","secondary":null,"contactFields":["phone"]},"case":{"kind":"ticket","pipeline":"0","stage":"1","moment":"ring","appendDays":3},"pops":{"inbound":{"when":"answer","what":"case","tab":"new"}},"outcomes":{"codes":[{"id":"a","label":"A","children":[{"id":"b","label":"B"}]}],"inbound":{"required":true}},"routes":[{"object":"contacts","property":"p","value":"v","agent":"x"}],"keepDays":9}"#,
    r#"{"event":{"seq":1,"now":2,"event":{"owner":{"surface":"s","epoch":3}}}}"#,
    r#"{"ping":1}"#,
];

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

fn mutated(random: &mut Random) -> Vec<u8> {
    let mut bytes = EXAMPLES[random.below(EXAMPLES.len())].as_bytes().to_vec();
    for _ in 0..random.below(6) {
        let at = random.below(bytes.len());
        match random.below(4) {
            0 => bytes[at] = random.next() as u8,
            1 => {
                bytes.remove(at);
            }
            2 => bytes.insert(at, b"{}[]\",:0-9eE\\"[random.below(13)]),
            _ => {
                let other = EXAMPLES[random.below(EXAMPLES.len())].as_bytes();
                let from = random.below(other.len());
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
        }
        if bytes.is_empty() {
            bytes.push(b'x');
        }
    }
    bytes
}

fn read<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> bool {
    let Ok(understood) = serde_json::from_slice::<T>(bytes) else { return false };
    let said = serde_json::to_string(&understood).unwrap();
    serde_json::from_str::<T>(&said).unwrap();
    true
}

fn fuzz_target(bytes: &[u8]) -> bool {
    let client = read::<ClientMessage>(bytes);
    let command = read::<Command>(bytes);
    let sign_in = read::<SignIn>(bytes);
    let window =
        read::<AskWays>(bytes) | read::<HubSpotSignIn>(bytes) | read::<PasskeySignIn>(bytes);
    let people = read::<NewPerson>(bytes) | read::<ImportUsers>(bytes) | read::<Invite>(bytes);
    let console = read::<SaveConnection>(bytes) | read::<NewPasskey>(bytes) | read::<Unlink>(bytes);
    // Every object is settings, as each field has a default: only what was meant as such counts.
    let settings = read::<Settings>(bytes) && bytes.windows(8).any(|part| part == b"\"lookUp\"");
    read::<ServerMessage>(bytes)
        || settings
        || client
        || command
        || sign_in
        || window
        || people
        || console
}

#[test]
fn no_bytes_from_outside_cause_a_panic() {
    let inputs = std::env::var("SIDETONE_FUZZ_INPUTS").ok().and_then(|n| n.parse().ok());
    let inputs: usize = inputs.unwrap_or(50_000);
    println!("seed {SEED:#x}, {inputs} inputs");
    let mut random = Random(SEED);
    let understood = (0..inputs).filter(|_| fuzz_target(&mutated(&mut random))).count();
    assert!(understood > inputs / 20, "the mutations are too wild to reach anything: {understood}");
}

#[test]
fn every_example_is_understood() {
    for example in EXAMPLES {
        assert!(fuzz_target(example.as_bytes()), "{example}");
    }
}

#[test]
fn an_id_is_a_hyphenated_uuid_and_nothing_else() {
    let ok = |text: &str| contract::CallId(text.to_owned()).is_well_formed();
    assert!(ok("018f7f3e-1234-7abc-8def-0123456789ab"));
    for bad in [
        "",
        "018F7F3E-1234-7abc-8def-0123456789ab",
        "018f7f3e-1234-7abc-8def-0123456789a",
        "018f7f3e-1234-7abc-8def-0123456789ab0",
        "../../../../../../etc/passwd-----------é",
    ] {
        assert!(!ok(bad), "{bad}");
    }
}
