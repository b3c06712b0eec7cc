//! The network goes away in a call for ten seconds: afterwards both ends hear each other again, in the
//! same call. The sound takes the way over a relay of the tests' own, which stands where a NAT would.

use std::net::{Ipv4Addr, SocketAddr};

use crate::steps::{ADA, hang_up, talking};
use sidetone_e2e::phone_system::{Relay, free_port};
use sidetone_e2e::{Done, LONG, PLAYED, SPOKEN, Setup, Stage, Trouble, run, until_within};

/// How long it is away, in milliseconds of the far end's recording.
const AWAY: usize = 10_000;

/// And how much longer it may be quiet: the page looks for a way every few seconds.
const MORE: usize = 8_000;

/// A gateway that browsers reach by a relay.
async fn relayed() -> Done<(Relay, Setup)> {
    let gateway = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port().await?));
    let relay = Relay::to(gateway).await?;
    let setup = Setup::new()
        .set("SIDETONE_VOICE__LISTEN", gateway)
        .set("SIDETONE_VOICE__PUBLIC_ADDRESS", relay.address())
        .with_failing_requests();
    Ok((relay, setup))
}

/// Takes the sound's way away, and with it the rest of the network or not, until the far end has heard
/// nothing for ten seconds.
async fn loses(stage: &Stage, relay: &Relay, all: bool) -> Done {
    let call = talking(stage, ADA).await?;
    stage.api.plays_a_tone(&call).await?;
    stage.tab.wait_plays(PLAYED).await?;
    let since = stage.api.recording(&call).await?.length();
    stage.api.gap_since(&call, since).await?;
    let (passed, dropped) = relay.counts();
    assert!(passed > 100 && dropped == 0, "the sound does not go by the relay: {passed} packets");

    relay.is_away(true);
    stage.api.network(!all).await?;
    until_within(LONG, "nothing has been heard for ten seconds", async || {
        let last = stage.api.recording(&call).await?.last(AWAY);
        Ok((last.length() == AWAY && !last.frames(SPOKEN).contains(&true)).then_some(()))
    })
    .await?;
    relay.is_away(false);
    stage.api.network(true).await?;

    stage.tab.wait_plays_within(LONG, PLAYED).await?;
    let gap = stage.api.gap_since(&call, since).await?;
    println!("the far end missed {gap} ms");
    if !(AWAY..AWAY + MORE).contains(&gap) {
        return Err(Trouble::Said(format!("the far end heard nothing for {gap} ms")));
    }
    assert_eq!(stage.api.far_ends().await?, [call.as_str()], "the far end has another call");
    stage.widget().wait_state("talking").await?;
    hang_up(stage).await
}

// row!(L4)
#[tokio::test(flavor = "multi_thread")]
async fn after_ten_seconds_without_a_network_the_same_call_is_heard_both_ways() {
    let (relay, setup) = relayed().await.unwrap();
    run("lost_network", setup, async |stage| loses(stage, &relay, true).await).await;
}

// row!(L4)
#[tokio::test(flavor = "multi_thread")]
async fn after_ten_seconds_without_the_way_of_the_sound_alone_it_is_heard_both_ways() {
    let (relay, setup) = relayed().await.unwrap();
    run("lost_sound", setup, async |stage| loses(stage, &relay, false).await).await;
}
