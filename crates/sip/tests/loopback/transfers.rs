//! Transfers, with the raw phone system.

use sip::{LegEvent, Why};

use super::support::{Agent, Call, Peer, both_ways};

async fn talking(peer: &mut Peer, agent: &mut Agent, leg: &str, to: &str) -> Call {
    agent.dial(leg, to);
    let invite = peer.request("INVITE").await;
    let call = peer.pick_up(&invite).await;
    agent.answered(leg).await;
    call
}

async fn notify(peer: &mut Peer, call: &mut Call, state: &str, fragment: &str) {
    let headers = format!(
        "Event: refer\r\nSubscription-State: {state}\r\nContent-Type: message/sipfrag;version=2.0\r\n"
    );
    peer.ask(call, "NOTIFY", &headers, fragment).await;
    assert_eq!(peer.answer("NOTIFY").await.status(), 200);
}

const LEG: &str = "leg-00000001";

#[tokio::test]
async fn a_blind_transfer_is_followed_and_then_hung_up_by_us() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::at(peer.address).await;
    let mut call = talking(&mut peer, &mut agent, LEG, "1002").await;
    agent.ua.transfer(LEG, "1003");
    let refer = peer.request("REFER").await;
    assert_eq!(refer.header("Refer-To"), "<sip:1003@127.0.0.1>");
    assert_eq!(refer.header("Referred-By"), "<sip:1001@127.0.0.1>");
    peer.reply(&refer, "202 Accepted", "", "").await;
    notify(&mut peer, &mut call, "active;expires=60", "SIP/2.0 100 Trying").await;
    notify(&mut peer, &mut call, "active", "SIP/2.0 180 Ringing\r\n").await;
    let rings = |event: &LegEvent| *event == LegEvent::Transferring { status: 180 };
    agent.leg(LEG, "ringing at the target", rings).await;
    notify(&mut peer, &mut call, "terminated;reason=noresource", "SIP/2.0 200 OK\r\n").await;
    agent.leg(LEG, "transferred", |event| *event == LegEvent::Transferred).await;
    assert_eq!(agent.ended(LEG).await, Why::Transferred);
    let bye = peer.request("BYE").await;
    peer.reply(&bye, "200 OK", "", "").await;
}

#[tokio::test]
async fn a_transfer_that_fails_leaves_the_call() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::at(peer.address).await;
    let mut call = talking(&mut peer, &mut agent, LEG, "1002").await;
    agent.ua.transfer(LEG, "1003");
    let refer = peer.request("REFER").await;
    peer.reply(&refer, "603 Decline", "", "").await;
    let failed = |event: &LegEvent| matches!(event, LegEvent::TransferFailed { status: 603, .. });
    agent.leg(LEG, "the failure", failed).await;
    agent.ua.transfer(LEG, "1003");
    let refer = peer.request("REFER").await;
    peer.reply(&refer, "202 Accepted", "", "").await;
    notify(&mut peer, &mut call, "terminated", "SIP/2.0 486 Busy Here").await;
    let failed = |event: &LegEvent| matches!(event, LegEvent::TransferFailed { status: 486, .. });
    agent.leg(LEG, "the failure", failed).await;
    // The call goes on.
    peer.ask(&mut call, "BYE", "", "").await;
    assert_eq!(peer.answer("BYE").await.status(), 200);
    assert_eq!(agent.ended(LEG).await, Why::FarHungUp);
}

#[tokio::test]
async fn an_attended_transfer_names_the_other_call_and_ends_both_legs() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::at(peer.address).await;
    let mut call = talking(&mut peer, &mut agent, LEG, "1002").await;
    let consult = talking(&mut peer, &mut agent, "leg-00000002", "1003").await;
    agent.ua.transfer_to(LEG, "leg-00000002");
    let refer = peer.request("REFER").await;
    assert_eq!(refer.header("Call-ID"), LEG);
    let from_tag = consult.theirs.split(";tag=").nth(1).unwrap();
    assert_eq!(
        refer.header("Refer-To"),
        format!(
            "<sip:1003@127.0.0.1?Replaces=leg-00000002%3Bto-tag%3Dpeer%3Bfrom-tag%3D{from_tag}>"
        )
    );
    peer.reply(&refer, "202 Accepted", "", "").await;
    notify(&mut peer, &mut call, "terminated", "SIP/2.0 200 OK").await;
    assert_eq!(agent.ended(LEG).await, Why::Transferred);
    agent.ended("leg-00000002").await;
    for _ in 0..2 {
        let bye = peer.request("BYE").await;
        peer.reply(&bye, "200 OK", "", "").await;
    }
    // A leg that is not there is no target.
    let mut agent = Agent::at(peer.address).await;
    talking(&mut peer, &mut agent, LEG, "1002").await;
    agent.ua.transfer_to(LEG, "leg-unknown");
    let failed = |event: &LegEvent| matches!(event, LegEvent::TransferFailed { status: 484, .. });
    agent.leg(LEG, "the failure", failed).await;
}

#[tokio::test]
async fn a_call_that_replaces_one_of_ours_says_which() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::at(peer.address).await;
    let call = talking(&mut peer, &mut agent, LEG, "1002").await;
    let ours = call.theirs.split(";tag=").nth(1).unwrap();
    let replaces =
        format!("Replaces: {};to-tag={ours};from-tag=peer\r\nRequire: replaces\r\n", call.id);
    peer.call("1001", &replaces, &both_ways(6_000)).await;
    let (_, offered) = agent.offered().await;
    let LegEvent::Offered { replaces, .. } = offered else { panic!() };
    assert_eq!(replaces.as_deref(), Some(LEG));
}
