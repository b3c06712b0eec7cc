//! A value of JSON, as small as it can be: this code is part of a bundle that is counted in kilobytes,
//! and a map that keeps its keys in order is 4 kB of it.

/// Whole numbers beyond this one are rounded by JavaScript.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// A value of JSON. It is made from `serde_json`'s and turns into it.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Json {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as JavaScript has it; never NaN and never infinite.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// Names and values, each name once.
    Object(Vec<(String, Json)>),
}

impl Eq for Json {}

impl Json {
    /// What is under a name; none where this is no object.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.as_object()?.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Yes or no, if it is one of them.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Json::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The whole number from 0 up that JavaScript holds without rounding, if it is one.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_i64().and_then(|whole| u64::try_from(whole).ok())
    }

    /// The whole number that JavaScript holds without rounding, if it is one.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Json::Number(number) if number.abs() <= MAX_SAFE => {
                let whole = *number as i64;
                (whole as f64 == *number).then_some(whole)
            }
            _ => None,
        }
    }

    /// The list; none where this is none.
    pub fn as_list(&self) -> Option<&[Json]> {
        match self {
            Json::List(list) => Some(list),
            _ => None,
        }
    }

    /// Names and values; none where this is no object.
    pub fn as_object(&self) -> Option<&[(String, Json)]> {
        match self {
            Json::Object(fields) => Some(fields),
            _ => None,
        }
    }
}

impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Json {
        use serde_json::Value as V;
        match value {
            V::Null => Json::Null,
            V::Bool(flag) => Json::Bool(flag),
            V::Number(number) => number.as_f64().map_or(Json::Null, Json::Number),
            V::String(text) => Json::Text(text),
            V::Array(list) => Json::List(list.into_iter().map(Json::from).collect()),
            V::Object(map) => {
                Json::Object(map.into_iter().map(|(name, value)| (name, value.into())).collect())
            }
        }
    }
}

impl From<Json> for serde_json::Value {
    fn from(value: Json) -> serde_json::Value {
        use serde_json::Value as V;
        match &value {
            Json::Number(number) => match (value.as_u64(), value.as_i64()) {
                (Some(whole), _) => V::from(whole),
                (None, Some(whole)) => V::from(whole),
                (None, None) => V::from(*number),
            },
            Json::Null => V::Null,
            Json::Bool(flag) => V::Bool(*flag),
            Json::Text(text) => V::String(text.clone()),
            Json::List(list) => list.iter().cloned().map(V::from).collect(),
            Json::Object(fields) => fields.iter().cloned().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_is_the_same_there_and_back() {
        for value in [
            json!(null),
            json!([true, false, null, [], {}]),
            json!([0, 7, -7, 9_007_199_254_740_991_u64, 0.5, 1e21]),
            json!({ "b": { "c": ["x"] }, "a": "1", "": "" }),
        ] {
            assert_eq!(serde_json::Value::from(Json::from(value.clone())), value);
        }
    }

    #[test]
    fn only_whole_numbers_are_whole() {
        assert_eq!(Json::Number(7.0).as_u64(), Some(7));
        assert_eq!(Json::Number(-7.0).as_u64(), None);
        assert_eq!(Json::Number(-7.0).as_i64(), Some(-7));
        for odd in [0.5, 1e21, 9_007_199_254_740_992.0] {
            assert_eq!(Json::Number(odd).as_i64(), None, "{odd}");
        }
    }
}
