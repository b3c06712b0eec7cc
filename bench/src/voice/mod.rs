//! The bench of the voice: calls between pages and telephones, from 1 to 200, beside rtpengine where
//! it is installed; what a refresh costs, at the gateway and in a browser; and how soon a call rings.

pub mod browser;
mod calls;
mod ends;
pub mod gateway;
mod ours;
mod refresh;
mod ring;
mod rtpengine;

use sidetone_chaos::real::{Done, Trouble};

use crate::figures::Table;
use crate::surfaces::proc;
use calls::Gateway;
use ours::Ours;
use rtpengine::Rtpengine;

/// How many calls, one number after the other.
const CALLS: [usize; 6] = [1, 10, 25, 50, 100, 200];

/// Measures, and prints what was measured. Words are other numbers of calls, or a part.
pub async fn run(words: &[String]) -> Done {
    let numbers: Vec<usize> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let parts: Vec<&str> =
        words.iter().map(String::as_str).filter(|word| word.parse::<usize>().is_err()).collect();
    let known = ["calls", "refresh", "ring", "browser"];
    if let Some(word) = parts.iter().find(|word| !known.contains(word)) {
        return Err(Trouble::Words(format!(
            "`bench voice` does not know `{word}`: it takes numbers of calls, and `calls`, `refresh`, `ring` or `browser`."
        )));
    }
    let all = words.is_empty();
    let wanted =
        |part: &str| all || parts.contains(&part) || part == "calls" && !numbers.is_empty();
    proc::many_files(4_096)?;
    let mut table = Table::default();
    let mut done = Ok(());
    if wanted("ring") {
        eprintln!("measuring: INVITE to ring");
        done = ring::measure(&mut table).await;
    }
    if wanted("refresh") && done.is_ok() {
        eprintln!("measuring: refresh");
        done = refresh::measure(&mut table).await;
    }
    if wanted("calls") && done.is_ok() {
        let numbers = if numbers.is_empty() { CALLS.to_vec() } else { numbers.clone() };
        done = all_calls(numbers, &mut table).await;
    }
    // What was measured before something went wrong is true all the same.
    println!("{table}");
    done?;
    if wanted("browser") {
        browser::measure()?;
    }
    Ok(())
}

async fn all_calls(numbers: Vec<usize>, table: &mut Table) -> Done {
    for calls in numbers {
        eprintln!("measuring: {calls} calls");
        calls::measure(Gateway::Ours(Ours::start().await?), calls, table).await?;
        let Some(theirs) = Rtpengine::start().await? else {
            eprintln!("rtpengine is not installed: nothing beside it");
            continue;
        };
        eprintln!("measuring: {calls} calls, rtpengine");
        calls::measure(Gateway::Theirs(theirs), calls, table).await?;
    }
    Ok(())
}
