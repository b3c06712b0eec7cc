//! What a source sends is counted as it came: lost, late, twice, around the turn of its numbers.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test begins at some moment")]

use std::time::{Duration, Instant};
use voice::rtp::{Came, Reception};

const SOURCE: u32 = 7;

/// Receives these numbers, 20 ms apart in their time and on the clock.
fn hears(numbers: &[u16]) -> (Reception, Vec<Came>) {
    let (mut reception, began) = (Reception::default(), Instant::now());
    let came = numbers.iter().zip(0_u32..).map(|(seq, n)| {
        let at = began + Duration::from_millis(20) * n;
        reception.came(SOURCE, *seq, u32::from(seq.wrapping_sub(numbers[0])) * 160, at)
    });
    let came = came.collect();
    (reception, came)
}

#[test]
fn nothing_is_lost_over_the_turn_of_the_numbers() {
    let numbers: Vec<u16> = (0..200).map(|n| 65_500_u16.wrapping_add(n)).collect();
    let (reception, came) = hears(&numbers);
    assert_eq!((reception.counts().packets, reception.counts().lost), (200, 0));
    assert_eq!(reception.counts().jitter, Duration::ZERO);
    let full: Vec<u64> = came
        .iter()
        .map(|came| match came {
            Came::First(seq) | Came::Next(seq) => *seq,
            Came::Again => panic!("none came twice"),
        })
        .collect();
    assert!(full.windows(2).all(|pair| pair[1] == pair[0] + 1));
}

#[test]
fn what_is_missing_is_lost_until_it_comes_late() {
    let (reception, _) = hears(&[10, 11, 14, 15]);
    assert_eq!((reception.counts().packets, reception.counts().lost), (4, 2));
    let (reception, came) = hears(&[10, 11, 14, 12, 15]);
    assert_eq!((reception.counts().packets, reception.counts().lost), (5, 1));
    assert!(matches!(came[3], Came::Next(seq) if came[2] == Came::Next(seq + 2)));
}

#[test]
fn what_comes_twice_counts_once() {
    let (reception, came) = hears(&[10, 11, 11, 10, 12]);
    assert_eq!((reception.counts().packets, reception.counts().lost), (3, 0));
    assert_eq!(came.iter().filter(|came| **came == Came::Again).count(), 2);
}

#[test]
fn a_source_that_begins_anew_keeps_what_was_counted() {
    let mut reception = Reception::default();
    let now = Instant::now();
    for seq in [1, 2, 4] {
        reception.came(SOURCE, seq, u32::from(seq) * 160, now);
    }
    assert!(matches!(reception.came(SOURCE, 30_000, 0, now), Came::First(_)));
    assert!(matches!(reception.came(8, 5, 0, now), Came::First(_)));
    assert_eq!((reception.counts().packets, reception.counts().lost), (5, 1));
}

#[test]
fn unsteady_packets_show_as_jitter() {
    let (mut reception, began) = (Reception::default(), Instant::now());
    for n in 0..500_u16 {
        // Every other packet is 10 ms late.
        let late = Duration::from_millis(u64::from(n % 2) * 10);
        let at = began + Duration::from_millis(20) * u32::from(n) + late;
        reception.came(SOURCE, n, u32::from(n) * 160, at);
    }
    let jitter = reception.counts().jitter.as_millis();
    assert!((9..=10).contains(&jitter), "{jitter}");
}

#[test]
fn a_source_that_counts_anew_close_behind_is_heard_from_the_second_packet_on() {
    let mut numbers: Vec<u16> = (1_000..1_200).collect();
    numbers.extend(300..310);
    let (_, came) = hears(&numbers);
    assert_eq!(came[200], Came::Again);
    assert!(matches!(came[201], Came::First(_)));
    assert!(came[202..].iter().all(|came| matches!(came, Came::Next(_))));
    // One old packet alone, however often it comes, changes nothing.
    let mut numbers: Vec<u16> = (1_000..1_200).collect();
    numbers.extend([300, 300, 1_200, 301, 1_201]);
    let (_, came) = hears(&numbers);
    let again = |n: usize| came[n] == Came::Again;
    assert!(again(200) && again(201) && again(203));
    assert!(matches!((came[202], came[204]), (Came::Next(_), Came::Next(_))));
}
