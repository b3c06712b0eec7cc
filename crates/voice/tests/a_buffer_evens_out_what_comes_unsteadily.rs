//! A buffer plays an even stream from what comes late, out of order, or not at all.

#![allow(clippy::unwrap_used, reason = "tests")]

use voice::rtp::{Buffer, Pulled};
use voice::sound::{Tone, strength};

/// Plays frames of a tone: each comes when `arrives` says, in frames after it was said; `None` is
/// lost. Gives what was pulled, frame by frame.
fn plays(count: u64, arrives: impl Fn(u64) -> Option<u64>) -> Vec<Pulled> {
    let (mut buffer, mut tone) = (Buffer::default(), Tone::steady(&[440.0]));
    let said: Vec<_> =
        (0..count).map(|n| (arrives(n).map(|late| n + late), n, tone.frame())).collect();
    (0..count + 10)
        .map(|now| {
            for (_, n, frame) in said.iter().filter(|(at, _, _)| *at == Some(now)) {
                buffer.push(*n, frame.to_vec());
            }
            buffer.pull()
        })
        .collect()
}

fn sound(pulled: &[Pulled]) -> Vec<i16> {
    let frames = pulled.iter().filter_map(|pulled| match pulled {
        Pulled::Sound(frame) => Some(frame),
        _ => None,
    });
    frames.flatten().copied().collect()
}

#[test]
fn steady_packets_are_played_40_ms_later_and_whole() {
    let pulled = plays(100, |_| Some(0));
    assert_eq!(pulled[0], Pulled::Nothing);
    assert!(matches!(pulled[1], Pulled::Sound(_)));
    let heard = sound(&pulled);
    assert_eq!(heard.len(), 100 * 160);
    assert!(strength(&heard, 440.0) > 0.999);
}

#[test]
fn out_of_order_is_put_in_order() {
    // Every other packet changes places with the next one.
    let pulled = plays(100, |n| Some(u64::from(n % 2 == 0)));
    assert!(strength(&sound(&pulled), 440.0) > 0.999);
}

#[test]
fn a_lost_packet_is_hidden() {
    let pulled = plays(100, |n| (n % 20 != 10).then_some(0));
    let hidden = pulled[..100].iter().filter(|p| matches!(p, Pulled::Hidden(_))).count();
    // One more the first time: it may have been late only.
    assert_eq!(hidden, 6);
    assert!(pulled[1..100].iter().all(|p| *p != Pulled::Nothing));
}

#[test]
fn an_unsteady_line_makes_it_deeper_until_nothing_is_missing() {
    // One in ten is 80 ms late.
    let pulled = plays(600, |n| Some(if n % 10 == 0 { 4 } else { 0 }));
    let late = &pulled[400..600];
    let holes = late.iter().filter(|p| !matches!(p, Pulled::Sound(_))).count();
    assert_eq!(holes, 0, "holes in the last four seconds");
}

#[test]
fn who_stops_is_silent_soon_and_begins_anew() {
    let pulled = plays(100, |n| (!(40..80).contains(&n)).then_some(0));
    assert!(pulled[50..79].iter().all(|p| *p == Pulled::Nothing));
    assert!(pulled[85..100].iter().all(|p| matches!(p, Pulled::Sound(_))));
}

#[test]
fn nobody_can_fill_it() {
    let mut buffer = Buffer::default();
    for n in 0..100_000 {
        buffer.push(n, vec![1; 160]);
    }
    // It plays what it holds, which is half a second.
    let played = (0..100).filter(|_| matches!(buffer.pull(), Pulled::Sound(_))).count();
    assert!(played <= 25, "{played}");
}
