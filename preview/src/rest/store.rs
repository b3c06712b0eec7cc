//! The CRM's objects in memory.

use std::collections::BTreeMap;

use super::{
    ApiError, Kind, Object, demo, link_types::LinkType, numbers, numbers::digits, values,
    values::Values,
};

/// The objects of one account. Their numbers only grow, also over a reset, so that no record is
/// mistaken for another.
#[derive(Debug)]
pub struct Crm {
    objects: BTreeMap<(Kind, u64), Object>,
    next: BTreeMap<Kind, u64>,
    second: bool,
    /// How long searches do not know of a change, milliseconds. Changes made under one delay keep
    /// it when another is set.
    pub lag: u64,
}

/// One end of a link.
pub type End = (Kind, u64);

impl Crm {
    /// The demo account without any call.
    pub fn demo(now: u64) -> Self {
        Self::with(demo::objects(now), false)
    }

    /// The second account: one person, so that a mix-up of the two shows.
    pub fn second(now: u64) -> Self {
        Self::with(vec![demo::second(now)], true)
    }

    fn with(objects: Vec<Object>, second: bool) -> Self {
        let first = if second { 10_000 } else { 0 };
        let next = Kind::ALL.into_iter().zip([9001, 3001, 5001, 7001, 6001]);
        let next = next.map(|(kind, number)| (kind, first + number)).collect();
        let objects = objects.into_iter().map(|object| ((object.kind, object.id), object));
        Self { objects: objects.collect(), next, second, lag: 0 }
    }

    /// Forgets all calls and every change.
    pub fn reset(&mut self, now: u64) {
        let anew = if self.second { Self::second(now) } else { Self::demo(now) };
        *self = Self { next: std::mem::take(&mut self.next), ..anew };
    }

    /// One object that is not in the recycling bin.
    pub fn get(&self, kind: Kind, id: u64) -> Option<&Object> {
        self.objects.get(&(kind, id)).filter(|object| !object.archived)
    }

    /// All objects of a kind, oldest first.
    pub fn all(&self, kind: Kind) -> impl DoubleEndedIterator<Item = &Object> {
        self.with_archived(kind).filter(|object| !object.archived)
    }

    /// All objects of a kind, also those in the recycling bin.
    pub fn with_archived(&self, kind: Kind) -> impl DoubleEndedIterator<Item = &Object> {
        self.objects.range((kind, 0)..=(kind, u64::MAX)).map(|(_, object)| object)
    }

    /// Makes an object, linked to others, and returns its number. All or nothing.
    pub fn create(
        &mut self,
        kind: Kind,
        given: &Values,
        links: &[(LinkType, u64)],
        now: u64,
    ) -> Result<u64, ApiError> {
        let mut properties = values::check(kind, given)?;
        properties.retain(|_, value| !value.is_empty());
        values::complete(kind, &mut properties)?;
        self.unique(kind, &properties, None)?;
        if links.iter().any(|(link, id)| self.get(link.to, *id).is_none()) {
            return Err(ApiError::invalid("One or more associations are not valid"));
        }
        numbers::calculate(kind, &mut properties);
        let number = self.next.entry(kind).or_insert(1);
        let id = *number;
        *number += 1;
        self.objects.insert((kind, id), Object::new(kind, id, properties, now, self.lag));
        for (link, other) in links {
            self.link((kind, id), *link, *other, now)?;
        }
        Ok(id)
    }

    /// Changes properties of an object; empty text clears one. All or nothing.
    pub fn update(
        &mut self,
        kind: Kind,
        id: u64,
        given: &Values,
        now: u64,
    ) -> Result<(), ApiError> {
        let properties = self.changed(kind, id, given)?;
        let lag = self.lag;
        let object = self.live((kind, id))?;
        object.touch(now, lag);
        object.properties = properties;
        Ok(())
    }

    /// Whether a change would be accepted.
    pub fn would_update(&self, kind: Kind, id: u64, given: &Values) -> Result<(), ApiError> {
        self.changed(kind, id, given).map(drop)
    }

    fn changed(&self, kind: Kind, id: u64, given: &Values) -> Result<Values, ApiError> {
        let object = self.get(kind, id).ok_or_else(ApiError::missing)?;
        let mut properties = object.properties.clone();
        properties.extend(values::check(kind, given)?);
        properties.retain(|_, value| !value.is_empty());
        values::complete(kind, &mut properties)?;
        self.unique(kind, &properties, Some(id))?;
        numbers::calculate(kind, &mut properties);
        Ok(properties)
    }

    /// No two contacts have the same address.
    fn unique(&self, kind: Kind, properties: &Values, own: Option<u64>) -> Result<(), ApiError> {
        let Some(email) = properties.get("email").filter(|_| kind == Kind::Contacts) else {
            return Ok(());
        };
        let has = |object: &&Object| {
            Some(object.id) != own && object.properties.get("email").is_some_and(|o| o == email)
        };
        self.all(kind).find(has).map_or(Ok(()), |other| Err(ApiError::exists(other.id)))
    }

    /// Puts an object into the recycling bin; its links end.
    pub fn archive(&mut self, kind: Kind, id: u64, now: u64) -> Result<(), ApiError> {
        let lag = self.lag;
        let object = self.live((kind, id))?;
        object.touch(now, lag);
        object.archived = true;
        let ends: Vec<End> = std::mem::take(&mut object.linked).into_keys().collect();
        for end in ends {
            if let Some(other) = self.objects.get_mut(&end) {
                other.touch(now, lag);
                other.linked.remove(&(kind, id));
            }
        }
        Ok(())
    }

    /// Takes back the making of an object, as if it had never been.
    pub fn unmake(&mut self, kind: Kind, id: u64) {
        self.objects.remove(&(kind, id));
        for other in self.objects.values_mut() {
            other.linked.remove(&(kind, id));
        }
    }

    /// Links two objects that both exist; it shows at both ends. Twice is the same as once.
    pub fn link(&mut self, from: End, link: LinkType, to: u64, now: u64) -> Result<(), ApiError> {
        let (lag, to) = (self.lag, (link.to, to));
        if self.get(to.0, to.1).is_none() {
            return Err(ApiError::missing());
        }
        for (end, other, link) in [(from, to, link), (to, from, link.back())] {
            let object = self.live(end)?;
            let numbers = link.with_usual().into_iter().map(|link| link.id);
            let known = object.linked.get(&other);
            let new: Vec<u32> =
                numbers.filter(|id| !known.is_some_and(|known| known.contains(id))).collect();
            if !new.is_empty() {
                object.touch(now, lag);
                object.linked.entry(other).or_default().extend(new);
            }
        }
        Ok(())
    }

    /// Removes every link between two objects; without one nothing happens.
    pub fn unlink(&mut self, one: End, two: End, now: u64) -> Result<(), ApiError> {
        let lag = self.lag;
        self.live(one)?;
        for (end, other) in [(one, two), (two, one)] {
            let object = self.objects.get_mut(&end).filter(|o| o.linked.contains_key(&other));
            if let Some(object) = object {
                object.touch(now, lag);
                object.linked.remove(&other);
            }
        }
        Ok(())
    }

    fn live(&mut self, end: End) -> Result<&mut Object, ApiError> {
        self.objects.get_mut(&end).filter(|object| !object.archived).ok_or_else(ApiError::missing)
    }

    /// People and companies with this number, compared by its digits with the country code.
    pub fn by_number(&self, number: &str) -> Vec<(Kind, &Object)> {
        let digits = digits(number);
        let has = |object: &&Object| {
            ["phone", "mobilephone"]
                .iter()
                .filter_map(|name| object.get(name))
                .any(|own| !digits.is_empty() && numbers::digits(&own) == digits)
        };
        [Kind::Contacts, Kind::Companies]
            .into_iter()
            .flat_map(|kind| self.all(kind).filter(has).map(move |object| (kind, object)))
            .collect()
    }
}
