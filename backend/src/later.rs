//! The numbers an agent wants to call later, between the pages and the seat.

use contract::Problem;

use crate::problem::problem;
use crate::wish::record;

/// The longest number in bytes. What it means is looked at when it is dialled.
const NUMBER: usize = 64;

/// The list as a surface sends it.
///
/// # Errors
/// The answer, when one of them makes no sense.
pub fn read(numbers: Vec<contract::Later>) -> Result<Vec<seat::Later>, Problem> {
    if numbers.len() > contract::LATER_MOST {
        return Err(problem("invalid", "Only three numbers are kept for later."));
    }
    numbers.into_iter().map(one).collect()
}

fn one(later: contract::Later) -> Result<seat::Later, Problem> {
    let contract::Later { number, country, callee, on_screen } = later;
    let too_long = number.len() > NUMBER || country.as_ref().is_some_and(|c| c.len() > NUMBER);
    if number.trim().is_empty() || too_long {
        return Err(problem("invalid", "This is no number to be kept for later."));
    }
    Ok(seat::Later {
        number,
        country,
        callee: callee.map(record).transpose()?,
        on_screen: on_screen.map(record).transpose()?,
    })
}

/// The list as pages show it.
pub fn show(all: &[seat::Later]) -> Vec<contract::Later> {
    let record = |record: &call::RecordRef| contract::RecordRef {
        object_type: record.object_type.clone(),
        id: record.id.clone(),
    };
    let one = |later: &seat::Later| contract::Later {
        number: later.number.clone(),
        country: later.country.clone(),
        callee: later.callee.as_ref().map(record),
        on_screen: later.on_screen.as_ref().map(record),
    };
    all.iter().map(one).collect()
}
