//! Tickets and deals: what calls are filed under.

use serde_json::{Value, json};
use std::collections::BTreeMap;

use crate::calls::Customer;
use crate::endpoints::{
    DEAL, DEAL_LINK, DEALS, DEALS_SEARCH, Endpoint, TICKET, TICKET_LINK, TICKETS, TICKETS_SEARCH,
};
use crate::{Method, Object, Request, pipelines};

/// Tickets or deals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// A ticket.
    Ticket,
    /// A deal.
    Deal,
}

impl Case {
    /// The kind by its object type id; `None` for another.
    pub fn of(object_type: &str) -> Option<Self> {
        match object_type {
            "0-5" => Some(Self::Ticket),
            "0-3" => Some(Self::Deal),
            _ => None,
        }
    }

    fn pick(self, ticket: Endpoint, deal: Endpoint) -> Endpoint {
        if self == Self::Ticket { ticket } else { deal }
    }

    /// The names of its properties: subject, pipeline, stage, and what holds our mark.
    fn names(self) -> [&'static str; 4] {
        match self {
            Self::Ticket => ["subject", "hs_pipeline", "hs_pipeline_stage", "content"],
            Self::Deal => ["dealname", "pipeline", "dealstage", "description"],
        }
    }

    /// HubSpot's association type from it to a contact or company.
    fn association(self, to: &str) -> Option<u32> {
        match (self, to) {
            (Self::Ticket, "0-1") => Some(16),
            (Self::Ticket, "0-2") => Some(339),
            (Self::Deal, "0-1") => Some(3),
            (Self::Deal, "0-2") => Some(341),
            _ => None,
        }
    }

    /// Its subject or name.
    pub fn name(self, object: &Object) -> &str {
        object.property(self.names()[0])
    }

    /// The id of its stage.
    pub fn stage(self, object: &Object) -> &str {
        object.property(self.names()[2])
    }

    /// Whether it carries our mark.
    pub fn has_mark(self, object: &Object, mark: &str) -> bool {
        object.property(self.names()[3]).contains(mark)
    }

    /// When it was made and, if HubSpot says so, closed; as HubSpot writes moments.
    pub fn moments(self, object: &Object) -> (&str, &str) {
        let closed = self.pick_text("closed_date", "closedate");
        let made = object.property("createdate");
        let made = if made.is_empty() { object.property("hs_createdate") } else { made };
        (made, object.property(closed))
    }

    fn pick_text(self, ticket: &'static str, deal: &'static str) -> &'static str {
        if self == Self::Ticket { ticket } else { deal }
    }

    fn search(self, filters: Value) -> Request {
        let [name, pipeline, stage, mark] = self.names();
        let closed = self.pick_text("closed_date", "closedate");
        let body = json!({
            "filterGroups": [{ "filters": filters }],
            "sorts": [{ "propertyName": "createdate", "direction": "DESCENDING" }],
            "properties": [name, pipeline, stage, mark, closed, "createdate"],
            "limit": 20,
            "after": "0",
        });
        Request::post(self.pick(TICKETS_SEARCH, DEALS_SEARCH).at(&[])).json(body)
    }

    /// Searches a customer's in a pipeline, newest first. Answers with a [`crate::Page`].
    pub fn of_customer(self, customer: Customer<'_>, pipeline: &str) -> Request {
        let kind = if customer.object_type == "0-2" { "company" } else { "contact" };
        self.search(json!([
            { "propertyName": format!("associations.{kind}"), "operator": "EQ", "value": customer.id },
            { "propertyName": self.names()[1], "operator": "EQ", "value": pipeline },
        ]))
    }

    /// Searches those of a name that were made since a moment (milliseconds since 1970). Answers with
    /// a [`crate::Page`]; which of them is ours, [`Case::has_mark`] tells.
    pub fn of_name(self, name: &str, since: u64) -> Request {
        self.search(json!([
            { "propertyName": self.names()[0], "operator": "EQ", "value": name },
            { "propertyName": "createdate", "operator": "GTE", "value": since.to_string() },
        ]))
    }

    /// Makes one. Answers with an [`Object`]. Never repeat it blindly.
    pub fn create(
        self,
        properties: &BTreeMap<String, String>,
        customer: Option<Customer<'_>>,
    ) -> Request {
        let link = customer.and_then(|c| Some((c.id, self.association(c.object_type)?)));
        let associations: Vec<Value> = link
            .map(|(id, association)| {
                json!({
                    "to": { "id": id },
                    "types": [{
                        "associationCategory": "HUBSPOT_DEFINED",
                        "associationTypeId": association,
                    }],
                })
            })
            .into_iter()
            .collect();
        let body = json!({ "properties": properties, "associations": associations });
        Request::post(self.pick(TICKETS, DEALS).at(&[])).json(body).creating()
    }

    /// Puts one into another stage.
    pub fn put_into(self, id: &str, stage: &str) -> Request {
        let body = json!({ "properties": { self.names()[2]: stage } });
        Request::new(Method::Patch, self.pick(TICKET, DEAL).at(&[id])).json(body)
    }

    /// Links one to a customer; doing it twice changes nothing.
    pub fn link(self, id: &str, to: Customer<'_>) -> Request {
        let path = self.pick(TICKET_LINK, DEAL_LINK).at(&[id, to.kind(), to.id]);
        Request::new(Method::Put, path)
    }

    /// Asks for the pipelines. Answers with a [`crate::Listing`] of [`crate::pipelines::Pipeline`].
    pub fn pipelines(self) -> Request {
        if self == Self::Ticket { pipelines::of_tickets() } else { pipelines::of_deals() }
    }
}
