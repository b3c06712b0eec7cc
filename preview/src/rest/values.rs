//! Checks of what a request wants to write, property by property.

use std::collections::BTreeMap;

use super::{
    ApiError, Kind,
    errors::Wrong,
    pipelines,
    properties::{self, DISPOSITIONS},
    property::{Holds, Property, Written},
};
use crate::{iso, oauth::demo::PEOPLE};

/// Property names and values, as a request gives them or as an object has them.
pub type Values = BTreeMap<String, String>;

/// Checks everything that a request writes and returns the values as HubSpot keeps them. Empty text
/// clears a property and is always right. One error names all that is wrong.
pub fn check(kind: Kind, given: &Values) -> Result<Values, ApiError> {
    let (mut kept, mut wrong) = (Values::new(), Vec::new());
    for (name, value) in given {
        match one(kind, name, value) {
            Ok(value) => drop(kept.insert(name.clone(), value)),
            Err(error) => wrong.push(error),
        }
    }
    if wrong.is_empty() { Ok(kept) } else { Err(ApiError::properties(&wrong)) }
}

/// Checks that an object is complete and that its stage is one of its pipeline. Without a pipeline
/// it goes into the first.
pub fn complete(kind: Kind, values: &mut Values) -> Result<(), ApiError> {
    let is_set = |name: &&&str| values.get(**name).is_some_and(|value| !value.is_empty());
    let missing: Vec<&str> = kind.required().iter().filter(|name| !is_set(name)).copied().collect();
    if !missing.is_empty() {
        return Err(ApiError::required(kind, &missing));
    }
    if !kind.one_of().is_empty() && !kind.one_of().iter().any(|name| is_set(&name)) {
        return Err(ApiError::required(kind, kind.one_of()));
    }
    let Some((pipeline, stage)) = pipelines::names(kind) else { return Ok(()) };
    let usual = pipelines::of(kind).first().map_or("", |pipeline| pipeline.id);
    let chosen = values.get(pipeline).filter(|id| !id.is_empty()).map_or(usual, String::as_str);
    let at = values.get(stage).map_or("", String::as_str);
    let of = pipelines::of(kind).iter().find(|one| one.id == chosen);
    if !of.is_some_and(|of| of.stages.iter().any(|one| one.id == at)) {
        let message = format!("{at} is not a valid pipeline stage ID in pipeline {chosen}");
        return Err(ApiError::properties(&[Wrong::new(stage, "INVALID_OPTION", message)]));
    }
    values.insert(pipeline.to_owned(), chosen.to_owned());
    Ok(())
}

fn one(kind: Kind, name: &str, value: &str) -> Result<String, Wrong> {
    let property = properties::find(kind, name).ok_or_else(|| {
        Wrong::new(name, "PROPERTY_DOESNT_EXIST", format!("Property \"{name}\" does not exist"))
    })?;
    if property.written != Written::Freely {
        let message = format!("\"{name}\" is a read only property; its value cannot be set.");
        return Err(Wrong::new(name, "READ_ONLY_VALUE", message));
    }
    if value.is_empty() {
        return Ok(String::new());
    }
    kept(kind, property, value).map_err(|(code, message)| Wrong::new(name, code, message))
}

fn kept(kind: Kind, property: &Property, value: &str) -> Result<String, (&'static str, String)> {
    let among = |found: bool, options: String| match found {
        true => Ok(value.to_owned()),
        false => Err((
            "INVALID_OPTION",
            format!("{value} was not one of the allowed options: [{options}]"),
        )),
    };
    let right = |right: bool, code, what| match right {
        true => Ok(value.to_owned()),
        false => Err((code, format!("{value} {what}"))),
    };
    match property.holds {
        Holds::Text | Holds::Long | Holds::Html | Holds::Phone => {
            right(value.chars().count() <= 65_536, "PROPERTY_VALUE_TOO_LONG", "is too long")
        }
        Holds::Email => {
            let parts = value.split_once('@');
            let good = parts.is_some_and(|(who, at)| {
                !who.is_empty() && at.contains('.') && !value.contains(char::is_whitespace)
            });
            // HubSpot keeps addresses in lower case.
            right(good, "INVALID_EMAIL", "is not a valid email address").map(|v| v.to_lowercase())
        }
        Holds::Link => {
            right(value.starts_with("https://"), "INVALID_URL", "was not a valid https address")
        }
        Holds::Number => {
            let good = value.parse::<f64>().is_ok_and(f64::is_finite);
            right(good, "INVALID_NUMBER", "was not a valid number")
        }
        Holds::Moment => iso::read(value)
            .map(iso::write)
            .ok_or_else(|| ("INVALID_DATE", format!("{value} was not a valid date"))),
        Holds::Flag => among(matches!(value, "true" | "false"), "true, false".into()),
        Holds::Choice(options) => {
            let all: Vec<&str> = options.iter().map(|(value, _)| *value).collect();
            among(all.contains(&value), all.join(", "))
        }
        Holds::Outcome => {
            among(DISPOSITIONS.iter().any(|(id, _)| *id == value), "the account's outcomes".into())
        }
        Holds::Owner => {
            let known = PEOPLE.iter().any(|person| person.owner.to_string() == value);
            right(known, "INVALID_OWNER_ID", "is not a valid owner ID")
        }
        Holds::Pipeline => {
            let all: Vec<&str> = pipelines::of(kind).iter().map(|pipeline| pipeline.id).collect();
            among(all.contains(&value), all.join(", "))
        }
        Holds::Stage => {
            let stages = pipelines::of(kind).iter().flat_map(|pipeline| pipeline.stages);
            let all: Vec<&str> = stages.map(|stage| stage.id).collect();
            among(all.contains(&value), all.join(", "))
        }
    }
}
