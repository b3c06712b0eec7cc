//! What both sides of a stream tell each other about it every few seconds (RTCP, RFC 3550 section 6):
//! how much was sent, how much arrived, and by that how long the way there and back takes.

use std::time::{Duration, Instant};

use rtcp_types::prelude::*;
use rtcp_types::{Compound, Packet, ReportBlock, Sdes, SdesChunk, SdesItem, SenderReport};

use super::{Quality, Reception, Stamp};

/// How often we tell.
const EVERY: Duration = Duration::from_secs(5);

/// No report is longer.
const LONGEST: usize = 1_500;

/// Both sides' reports of one leg.
#[derive(Debug)]
pub struct Reports {
    ssrc: u32,
    /// How often a second the times of packets count.
    clock: u32,
    /// The stream itself bears this name in each report; it says nothing of anybody.
    name: String,
    began: Instant,
    packets: u32,
    octets: u32,
    last: Option<Stamp>,
    next: Instant,
    /// The middle of the time in their last report, and when it came.
    theirs: Option<(u32, Instant)>,
    told: (u64, u64),
    quality: Quality,
}

impl Reports {
    /// The reports of a stream of ours, whose times count so often a second on the wire.
    pub fn new(ssrc: u32, clock: u32, now: Instant) -> Self {
        Self {
            ssrc,
            clock,
            name: format!("{ssrc:08x}"),
            began: now,
            packets: 0,
            octets: 0,
            last: None,
            next: now + EVERY,
            theirs: None,
            told: (0, 0),
            quality: Quality::default(),
        }
    }

    /// Times count so often a second from now on.
    pub fn count_by(&mut self, clock: u32) {
        self.clock = clock;
    }

    /// A packet with so many bytes of payload was sent, at this time on the wire.
    pub fn sent(&mut self, stamp: Stamp, octets: usize) {
        self.packets = self.packets.wrapping_add(1);
        self.octets = self.octets.wrapping_add(u32::try_from(octets).unwrap_or(0));
        self.last = Some(stamp);
    }

    /// The report that is due, if one is.
    pub fn due(&mut self, reception: &Reception, now: Instant) -> Option<Vec<u8>> {
        if now < self.next {
            return None;
        }
        self.next = now + EVERY;
        let stamp = self.last?;
        let mut report = SenderReport::builder(self.ssrc)
            .ntp_timestamp(self.time(now))
            .rtp_timestamp(stamp.time)
            .packet_count(self.packets)
            .octet_count(self.octets);
        if let Some((source, highest)) = reception.source() {
            report = report.add_report_block(self.block(source, highest, reception, now));
        }
        let item = SdesItem::builder(SdesItem::CNAME, &self.name);
        let chunk = SdesChunk::builder(self.ssrc).add_item(item);
        let name = Sdes::builder().add_chunk(chunk);
        let all = Compound::builder().add_packet(report).add_packet(name);
        let mut bytes = vec![0; all.calculate_size().ok()?];
        all.write_into(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Their report came. Whether it was one.
    pub fn came(&mut self, datagram: &[u8], now: Instant) -> bool {
        if datagram.len() > LONGEST {
            return false;
        }
        let Ok(all) = Compound::parse(datagram) else { return false };
        let mut was = false;
        for packet in all.flatten() {
            match packet {
                Packet::Sr(report) => {
                    #[expect(clippy::cast_possible_truncation, reason = "the middle is meant")]
                    let middle = (report.ntp_timestamp() >> 16) as u32;
                    self.theirs = Some((middle, now));
                    report.report_blocks().for_each(|block| self.told_of_us(&block, now));
                    was = true;
                }
                Packet::Rr(report) => {
                    report.report_blocks().for_each(|block| self.told_of_us(&block, now));
                    was = true;
                }
                _ => {}
            }
        }
        was
    }

    /// How good the way to the other side is, as it reports it.
    pub fn quality(&self) -> Quality {
        self.quality
    }

    fn block(
        &mut self,
        source: u32,
        highest: u64,
        reception: &Reception,
        now: Instant,
    ) -> rtcp_types::ReportBlockBuilder {
        let counts = reception.counts();
        let (packets, lost) =
            (counts.packets - self.told.0, counts.lost.saturating_sub(self.told.1));
        self.told = (counts.packets, counts.lost);
        let share = (lost * 256).checked_div(packets + lost).unwrap_or(0).min(255);
        let (last, since) = self.theirs.map_or((0, Duration::ZERO), |(middle, at)| {
            (middle, now.saturating_duration_since(at))
        });
        let jitter = counts.jitter.as_secs_f64() * f64::from(self.clock);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "fields of 8, 24 and 32 bits"
        )]
        ReportBlock::builder(source)
            .fraction_lost(share as u8)
            .cumulative_lost(counts.lost.min(0x7F_FFFF) as u32)
            .extended_sequence_number(highest as u32)
            .interarrival_jitter(jitter as u32)
            .last_sender_report_timestamp(last)
            .delay_since_last_sender_report_timestamp(in_65536ths(since))
    }

    fn told_of_us(&mut self, block: &ReportBlock<'_>, now: Instant) {
        if block.ssrc() != self.ssrc {
            return;
        }
        self.quality.loss = f64::from(block.fraction_lost()) / 256.0;
        let jitter = f64::from(block.interarrival_jitter()) / f64::from(self.clock.max(1));
        self.quality.jitter = Duration::from_secs_f64(jitter.min(60.0));
        let last = block.last_sender_report_timestamp();
        if last != 0 {
            #[expect(clippy::cast_possible_truncation, reason = "the middle is meant")]
            let middle = (self.time(now) >> 16) as u32;
            let held = block.delay_since_last_sender_report_timestamp();
            let way = middle.wrapping_sub(last).wrapping_sub(held);
            // What is more than a minute is a clock that went backwards, or nonsense.
            if way < 60 << 16 {
                self.quality.round_trip = Duration::from_secs_f64(f64::from(way) / 65_536.0);
            }
        }
    }

    /// The time in reports: seconds and their fractions, in 32 bits each. Only distances matter, so
    /// it begins with the leg; a second late, because nought means that there was no report.
    fn time(&self, now: Instant) -> u64 {
        let since = now.saturating_duration_since(self.began) + Duration::from_secs(1);
        (since.as_secs() << 32) | ((u64::from(since.subsec_nanos()) << 32) / 1_000_000_000)
    }
}

fn in_65536ths(time: Duration) -> u32 {
    let fractions = (u64::from(time.subsec_nanos()) << 16) / 1_000_000_000;
    u32::try_from((time.as_secs() << 16) | fractions).unwrap_or(u32::MAX)
}
