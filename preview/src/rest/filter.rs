//! One filter of a search, evaluated honestly.

use serde::Deserialize;

use super::{ApiError, Kind, Object, numbers::digits, properties};
use crate::iso;

/// A filter as the search's body gives it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Filter {
    /// Which property, or `associations.contact` and the like.
    pub property_name: String,
    /// HubSpot's operator.
    pub operator: String,
    /// The value of most operators.
    #[serde(default)]
    pub value: Option<Text>,
    /// The upper end of `BETWEEN`.
    #[serde(default)]
    pub high_value: Option<Text>,
    /// The values of `IN` and `NOT_IN`.
    #[serde(default)]
    pub values: Option<Vec<Text>>,
}

/// Text, or a number that stands for its text.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Text {
    /// Text.
    Text(String),
    /// A number.
    Number(serde_json::Number),
}

impl Text {
    /// As text.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }
}

impl Filter {
    /// Checks the filter by itself: 400 for an operator or property that does not exist and for a
    /// missing value.
    pub fn check(&self, kind: Kind) -> Result<(), ApiError> {
        self.passes(kind, &Object::new(kind, 0, Default::default(), 0, 0)).map(drop)
    }

    /// Whether an object passes; errors as of [`Filter::check`].
    pub fn passes(&self, kind: Kind, object: &Object) -> Result<bool, ApiError> {
        let own = self.own(kind, object)?;
        // HubSpot wants the values of IN in lower case where the property holds text.
        let quirk = properties::find(kind, &self.property_name).is_some_and(|p| p.is_text());
        let among = |value: &String| match quirk {
            true => own.iter().any(|own| own.to_lowercase() == *value),
            false => same(&own, value),
        };
        Ok(match self.operator.as_str() {
            "HAS_PROPERTY" => !own.is_empty(),
            "NOT_HAS_PROPERTY" => own.is_empty(),
            "EQ" => same(&own, &self.value()?),
            "NEQ" => !same(&own, &self.value()?),
            "IN" => self.values()?.iter().any(among),
            "NOT_IN" => !self.values()?.iter().any(among),
            "CONTAINS_TOKEN" => has_token(&own, &self.value()?),
            "NOT_CONTAINS_TOKEN" => !has_token(&own, &self.value()?),
            "LT" => self.compare(&own, &self.value()?, |a, b| a < b)?,
            "LTE" => self.compare(&own, &self.value()?, |a, b| a <= b)?,
            "GT" => self.compare(&own, &self.value()?, |a, b| a > b)?,
            "GTE" => self.compare(&own, &self.value()?, |a, b| a >= b)?,
            "BETWEEN" => {
                let high = self.high_value.as_ref().map(Text::text);
                let high = high.ok_or_else(|| self.invalid("needs a highValue"))?;
                self.compare(&own, &self.value()?, |a, b| a >= b)?
                    && self.compare(&own, &high, |a, b| a <= b)?
            }
            other => return Err(ApiError::invalid(format!("Invalid operator: {other}"))),
        })
    }

    /// The object's values of the property: none, one, or (of associations) several.
    fn own(&self, kind: Kind, object: &Object) -> Result<Vec<String>, ApiError> {
        if let Some(other) = self.property_name.strip_prefix("associations.") {
            let other = Kind::read(other).ok_or_else(|| self.invalid("is no association"))?;
            return Ok(object.linked_to(other).map(|id| id.to_string()).collect());
        }
        known(kind, &self.property_name)?;
        Ok(object.get(&self.property_name).into_iter().collect())
    }

    fn value(&self) -> Result<String, ApiError> {
        let value = self.value.as_ref().map(Text::text).filter(|value| !value.is_empty());
        value.ok_or_else(|| self.invalid("needs a value"))
    }

    fn values(&self) -> Result<Vec<String>, ApiError> {
        let values = self.values.as_deref().unwrap_or_default();
        if values.is_empty() {
            return Err(self.invalid("needs values"));
        }
        Ok(values.iter().map(Text::text).collect())
    }

    fn compare(
        &self,
        own: &[String],
        limit: &str,
        holds: fn(f64, f64) -> bool,
    ) -> Result<bool, ApiError> {
        let limit = scale(limit).ok_or_else(|| self.invalid("needs a number or a date"))?;
        Ok(own.iter().filter_map(|own| scale(own)).any(|own| holds(own, limit)))
    }

    fn invalid(&self, what: &str) -> ApiError {
        ApiError::invalid(format!("Filter on property \"{}\" {what}", self.property_name))
    }
}

/// 400 for a property that objects of this kind do not have. Every object can be searched by when
/// it was made and changed under both of HubSpot's names.
pub fn known(kind: Kind, name: &str) -> Result<(), ApiError> {
    let always = ["createdate", "lastmodifieddate"].contains(&name);
    match always || properties::find(kind, name).is_some() {
        true => Ok(()),
        false => Err(ApiError::invalid(format!("Property \"{name}\" does not exist"))),
    }
}

/// Numbers and dates on one scale.
fn scale(text: &str) -> Option<f64> {
    iso::read(text).map(|ms| ms as f64).or_else(|| text.parse().ok())
}

fn same(own: &[String], value: &str) -> bool {
    own.iter().any(|own| {
        let moments = iso::read(own).zip(iso::read(value)).filter(|_| own.contains('T'));
        match moments {
            Some((own, value)) => own == value,
            None => own.to_lowercase() == value.to_lowercase(),
        }
    })
}

/// Whether a token of the value fits the pattern, in which `*` stands for anything. A telephone
/// number is also one token of its digits.
fn has_token(own: &[String], pattern: &str) -> bool {
    let pattern = pattern.to_lowercase();
    own.iter().any(|own| {
        let own = own.to_lowercase();
        let tokens = own.split(|c: char| !c.is_alphanumeric());
        tokens.chain([own.as_str(), digits(&own).as_str()]).any(|token| fits(token, &pattern))
    })
}

fn fits(token: &str, pattern: &str) -> bool {
    if token.is_empty() {
        return false;
    }
    let Some((first, rest)) = pattern.split_once('*') else { return token == pattern };
    let Some(mut left) = token.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or("");
    for part in parts {
        match left.split_once(part) {
            Some((_, after)) => left = after,
            None => return false,
        }
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        for (token, pattern) in [("abc", "*bc"), ("abc", "a*"), ("abc", "a*c"), ("abc", "abc")] {
            assert!(fits(token, pattern), "{token} {pattern}");
        }
        for (token, pattern) in [("abc", "*b"), ("abc", "b*"), ("abc", "ab"), ("", "*")] {
            assert!(!fits(token, pattern), "{token} {pattern}");
        }
    }

    #[test]
    fn a_number_is_found_by_its_last_digits() {
        assert!(has_token(&["+44 20 7946 0958".into()], "*79460958"));
        assert!(!has_token(&["+44 20 7946 0958".into()], "*79460959"));
    }
}
