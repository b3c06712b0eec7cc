//! Session descriptions: what we write we read, and what comes from outside never hurts.

use std::net::IpAddr;

use proptest::prelude::*;

use crate::sdp::{Codec, Direction, Events, Session, Unusable, read, read_with};

fn ours() -> Session {
    Session::new(7, "192.0.2.1".parse::<IpAddr>().unwrap(), 4000)
}

const PHONE: &str = "v=0\r\no=phone 1 1 IN IP4 198.51.100.7\r\ns=-\r\nc=IN IP4 198.51.100.7\r\nt=0 0\r\n\
    m=audio 5004 RTP/AVP 9 8 0 96\r\na=rtpmap:9 G722/8000\r\na=rtpmap:96 telephone-event/8000\r\n\
    a=fmtp:96 0-15\r\na=ptime:30\r\na=sendrecv\r\nm=video 6000 RTP/AVP 34\r\n";

#[test]
fn an_offer_of_ours_can_be_read() {
    let remote = read(&ours().offer(Direction::SendRecv)).unwrap();
    assert_eq!(remote.address, "192.0.2.1".parse::<IpAddr>().unwrap());
    assert_eq!((remote.port, remote.codec, remote.payload_type), (4000, Codec::Pcmu, 0));
    assert_eq!((remote.telephone_event, remote.ptime), (Some(Events::new(101)), 20));
    assert_eq!((remote.direction, remote.held()), (Direction::SendRecv, false));
}

#[test]
fn only_the_codecs_that_are_wanted_are_offered_in_their_order_and_read() {
    let offer = |codecs: &[Codec]| ours().speaking(codecs).offer(Direction::SendRecv);
    let both = offer(&[Codec::Pcma, Codec::Pcmu]);
    assert!(both.contains("m=audio 4000 RTP/AVP 8 0 101\r\n"), "{both}");
    let one = offer(&[Codec::Pcma]);
    assert!(one.contains("m=audio 4000 RTP/AVP 8 101\r\n") && !one.contains("PCMU"), "{one}");
    assert_eq!(read_with(PHONE, &[Codec::Pcmu]).unwrap().codec, Codec::Pcmu);
    assert_eq!(read_with(&one, &[Codec::Pcmu]), Err(Unusable::NoCodec));
    assert_eq!(offer(&[]), ours().offer(Direction::SendRecv));
}

#[test]
fn the_version_grows_with_every_description_and_the_id_stays() {
    let mut session = ours();
    let origin = |text: String| text.lines().nth(1).unwrap().to_owned();
    let first = origin(session.offer(Direction::SendRecv));
    let second = origin(session.offer(Direction::SendOnly));
    assert_eq!(first, "o=- 7 8 IN IP4 192.0.2.1");
    assert_eq!(second, "o=- 7 9 IN IP4 192.0.2.1");
}

#[test]
fn an_answer_takes_the_first_codec_that_we_speak_under_its_numbers_and_refuses_the_rest() {
    let remote = read(PHONE).unwrap();
    assert_eq!(
        (remote.codec, remote.payload_type, remote.telephone_event),
        (Codec::Pcma, 8, Some(Events::new(96)))
    );
    assert_eq!(remote.ptime, 30);
    let answer = ours().answer(&remote, Direction::SendRecv);
    assert!(answer.contains("m=audio 4000 RTP/AVP 8 96\r\n"), "{answer}");
    assert!(answer.contains("m=video 0 RTP/AVP 34\r\n"), "{answer}");
    assert!(answer.contains("a=rtpmap:96 telephone-event/8000\r\n"), "{answer}");
    assert!(!answer.contains("PCMU") && !answer.contains("G722"), "{answer}");
    assert!(answer.ends_with("m=video 0 RTP/AVP 34\r\n"), "{answer}");
}

#[test]
fn a_codec_is_known_by_its_name_under_any_number() {
    let text = PHONE
        .replace("9 8 0 96", "110 96")
        .replace("a=rtpmap:9 G722/8000", "a=rtpmap:110 pcmu/8000/1");
    let remote = read(&text).unwrap();
    assert_eq!((remote.codec, remote.payload_type), (Codec::Pcmu, 110));
    // 0 with another name is not µ-law.
    let text = PHONE.replace("9 8 0 96", "0").replace("rtpmap:9 G722", "rtpmap:0 G722");
    assert_eq!(read(&text), Err(Unusable::NoCodec));
}

// row!(P6)
#[test]
fn opus_is_offered_where_it_is_wanted_with_digits_of_its_clock() {
    let offer = ours().speaking(&[Codec::Opus, Codec::Pcma]).offer(Direction::SendRecv);
    assert!(offer.contains("m=audio 4000 RTP/AVP 111 8 101 102\r\n"), "{offer}");
    assert!(offer.contains("a=rtpmap:111 opus/48000/2\r\n"), "{offer}");
    assert!(offer.contains("a=rtpmap:102 telephone-event/48000\r\n"), "{offer}");
    let ours = [Codec::Opus, Codec::Pcma];
    let remote = read_with(&offer, &ours).unwrap();
    assert_eq!((remote.codec, remote.payload_type), (Codec::Opus, 111));
    assert_eq!(remote.telephone_event, Some(Events { number: 102, clock: 48_000 }));
    // Who does not want it does not speak it.
    let remote = read_with(&offer, &ours[1..]).unwrap();
    assert_eq!((remote.codec, remote.telephone_event), (Codec::Pcma, Some(Events::new(101))));
}

#[test]
fn opus_is_answered_under_the_far_sides_number_and_with_the_digits_that_it_takes() {
    let text = PHONE
        .replace("9 8 0 96", "107 8 96")
        .replace("a=rtpmap:9 G722/8000", "a=rtpmap:107 OPUS/48000/2");
    let remote = read_with(&text, &Codec::ALL).unwrap();
    assert_eq!((remote.codec, remote.payload_type), (Codec::Opus, 107));
    // It has digits by the telephone's clock only: they are better than none.
    assert_eq!(remote.telephone_event, Some(Events::new(96)));
    let answer = ours().answer(&remote, Direction::SendRecv);
    assert!(answer.contains("m=audio 4000 RTP/AVP 107 96\r\n"), "{answer}");
    assert!(answer.contains("a=rtpmap:107 opus/48000/2\r\n"), "{answer}");
    assert!(answer.contains("a=rtpmap:96 telephone-event/8000\r\n"), "{answer}");
    // With another clock it is something else.
    let odd = text.replace("OPUS/48000/2", "OPUS/8000");
    assert_eq!(read_with(&odd, &Codec::ALL).unwrap().codec, Codec::Pcma);
}

#[test]
fn hold_is_seen_in_both_ways_of_saying_it() {
    let old = read(&PHONE.replace("c=IN IP4 198.51.100.7", "c=IN IP4 0.0.0.0")).unwrap();
    assert!(old.held() && old.address.is_unspecified());
    assert_eq!(old.direction, Direction::SendRecv);
    for direction in ["sendonly", "inactive"] {
        assert!(read(&PHONE.replace("a=sendrecv", &format!("a={direction}"))).unwrap().held());
    }
    assert!(!read(&PHONE.replace("a=sendrecv", "a=recvonly")).unwrap().held());
    // Said for the whole session, and overruled for the stream.
    let session = PHONE.replace("t=0 0", "t=0 0\r\na=inactive");
    assert!(!read(&session).unwrap().held());
    assert!(read(&session.replace("a=sendrecv\r\n", "")).unwrap().held());
}

#[test]
fn an_answer_goes_only_the_ways_that_were_offered() {
    use Direction::{Inactive, RecvOnly, SendOnly, SendRecv};
    let cases = [
        (SendRecv, SendRecv, SendRecv),
        (SendRecv, SendOnly, SendOnly),
        (SendOnly, SendRecv, RecvOnly),
        (RecvOnly, SendRecv, SendOnly),
        (SendOnly, SendOnly, Inactive),
        (Inactive, SendRecv, Inactive),
        (SendRecv, Inactive, Inactive),
    ];
    for (offered, wanted, answered) in cases {
        assert_eq!(offered.answered_with(wanted), answered, "{offered:?} {wanted:?}");
    }
}

#[test]
fn what_cannot_be_used_is_told_apart() {
    assert_eq!(read(""), Err(Unusable::Shape));
    assert_eq!(read("<html>"), Err(Unusable::Shape));
    assert_eq!(read(&PHONE.replace("m=audio 5004", "m=audio 0")), Err(Unusable::Refused));
    assert_eq!(read(&PHONE.replace("m=audio 5004", "m=audio 70000")), Err(Unusable::Shape));
    assert_eq!(
        read(&PHONE.replace("audio 5004 RTP/AVP", "audio 5004 RTP/SAVP")),
        Err(Unusable::NoAudio)
    );
    assert_eq!(read(&PHONE.replace("9 8 0 96", "9 96")), Err(Unusable::NoCodec));
    assert_eq!(
        read(&PHONE.replace("c=IN IP4 198.51.100.7", "c=IN IP4 phone.example")),
        Err(Unusable::NoAddress)
    );
    assert_eq!(
        read(&PHONE.replace("c=IN IP4 198.51.100.7", "c=IN IP4 224.0.0.1")),
        Err(Unusable::NoAddress)
    );
    assert_eq!(
        read(&format!("{PHONE}{}", "m=video 1 RTP/AVP 0\r\n".repeat(9))),
        Err(Unusable::TooMany)
    );
    assert_eq!(read(&format!("{PHONE}{}", "a=x\r\n".repeat(3000))), Err(Unusable::TooLong));
}

#[test]
fn ipv6_is_spoken() {
    let mut session = Session::new(1, "2001:db8::1".parse::<IpAddr>().unwrap(), 4000);
    let offer = session.offer(Direction::SendRecv);
    assert!(offer.contains("c=IN IP6 2001:db8::1\r\n"), "{offer}");
    assert_eq!(read(&offer).unwrap().address, "2001:db8::1".parse::<IpAddr>().unwrap());
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = read(&text);
    }

    #[test]
    fn near_misses_do_not_either(
        lines in prop::collection::vec("(v=0|[mca]=[a-z0-9 :/.]{0,40}|m=audio [0-9]{1,5} RTP/AVP [0-9 ]{0,20}|c=IN IP[46] [0-9a-f.:]{0,20}|a=rtpmap:[0-9]{1,4} [A-Z-]{0,8}/[0-9]{0,6})", 0..20),
    ) {
        let text = format!("v=0\r\n{}", lines.join("\r\n"));
        if let Ok(remote) = read(&text) {
            let answer = ours().answer(&remote, Direction::SendRecv);
            let again = read(&answer).unwrap();
            prop_assert_eq!(again.codec, remote.codec);
            prop_assert_eq!(again.telephone_event, remote.telephone_event);
            prop_assert_eq!(again.streams.len(), remote.streams.len());
        }
    }

    #[test]
    fn what_we_answer_is_what_they_read(port in 1_u16.., id in any::<u64>(), hold in any::<bool>()) {
        let mut session = Session::new(id, "192.0.2.1".parse::<IpAddr>().unwrap(), port);
        let wanted = if hold { Direction::SendOnly } else { Direction::SendRecv };
        let remote = read(&session.answer(&read(PHONE).unwrap(), wanted)).unwrap();
        prop_assert_eq!((remote.port, remote.held()), (port, hold));
    }
}
