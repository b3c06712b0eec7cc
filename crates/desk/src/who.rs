//! Who is calling: choosing among several, making a contact of nobody.

use contract::{CallId, CallView, Candidate, Looked, Party, PartySource, Phase, RecordRef, Wish};

use crate::beside::{ContactField, ContactForm, Spot};
use crate::desk::Desk;

const EMPTY: &str = "Enter a name or an e-mail address first.";

/// What the person does about who one call is with.
#[derive(Debug)]
pub(crate) struct Asking {
    pub call: CallId,
    /// Those who were offered last.
    pub candidates: Vec<Candidate>,
    /// Who was chosen here, until the backend shows it.
    pub picked: Option<RecordRef>,
    /// Whether the person wants to see the candidates, once they have said so.
    pub choosing: Option<bool>,
    /// What was entered for a new contact; kept while the form is closed.
    pub form: ContactForm,
    pub form_open: bool,
}

impl Desk {
    pub(crate) fn asking(&self, call: &CallId) -> Option<&Asking> {
        self.askings.iter().find(|one| one.call == *call)
    }

    /// The asking of a call that is at hand.
    fn asking_mut(&mut self, call: &CallId) -> Option<&mut Asking> {
        let at_hand = |call: &CallView| !matches!(call.phase, Phase::Closed { .. });
        if !self.calls.get(call).is_some_and(at_hand) {
            return None;
        }
        let at = self.askings.iter().position(|one| one.call == *call).unwrap_or_else(|| {
            self.askings.push(Asking {
                call: call.clone(),
                candidates: Vec::new(),
                picked: None,
                choosing: None,
                form: ContactForm::default(),
                form_open: false,
            });
            self.askings.len() - 1
        });
        self.askings.get_mut(at)
    }

    /// The backend said something of a call: candidates are remembered, for they go with the choice.
    pub(crate) fn looked(&mut self, id: &CallId) {
        let Some(call) = self.calls.get(id) else { return };
        let party = call.party.as_ref();
        let known = party.and_then(|party| party.record.clone());
        let chosen = party.is_some_and(|party| party.source == PartySource::Chosen);
        let several = match &call.looked {
            Looked::Several(several) => several.clone(),
            _ => Vec::new(),
        };
        let flies = self.commands.find(&|wish| is_choice(wish, id)).is_some();
        let mut news = false;
        if !several.is_empty()
            && let Some(asking) = self.asking_mut(id)
        {
            news = asking.candidates != several && !chosen;
            asking.candidates = several;
        }
        if let Some(asking) = self.askings.iter_mut().find(|one| one.call == *id)
            && (asking.picked == known || (chosen && !flies))
        {
            asking.picked = None;
        }
        if news {
            self.announce("Several people have this number");
        }
    }

    /// The party to show: who was chosen here comes before who the backend knows.
    pub(crate) fn party(&self, call: &CallView) -> Option<Party> {
        let picked = self.asking(&call.id).and_then(|asking| {
            let picked = asking.picked.as_ref()?;
            asking.candidates.iter().find(|one| one.record == *picked)
        });
        match picked {
            Some(one) => Some(Party {
                name: one.name.clone(),
                detail: one.detail.clone(),
                fields: Vec::new(),
                record: Some(one.record.clone()),
                source: PartySource::Chosen,
            }),
            None => call.party.clone(),
        }
    }

    /// One of the candidates was chosen: it is sent at once, and shown as taken.
    pub(crate) fn choose_party(&mut self, call: CallId, record: RecordRef, now: u64) {
        let Some(asking) = self.asking_mut(&call) else { return };
        if !asking.candidates.iter().any(|one| one.record == record) {
            return;
        }
        asking.picked = Some(record.clone());
        asking.choosing = Some(false);
        let wish = Wish::Choose { call: call.clone(), record };
        // Only the last choice counts.
        self.commands.drop(&|other| is_choice(other, &call) && *other != wish);
        self.ask(wish, now);
        self.look(Spot::Beside);
    }

    /// Shows the candidates, or puts them away.
    pub(crate) fn others(&mut self, call: &CallId) {
        let shown = self.calls.get(call).is_some_and(|call| self.is_choosing(call));
        if let Some(asking) = self.asking_mut(call) {
            asking.choosing = Some(!shown);
            self.look(if shown { Spot::Beside } else { Spot::Candidates });
        }
    }

    /// Whether the candidates are shown.
    pub(crate) fn is_choosing(&self, call: &CallView) -> bool {
        let Some(asking) = self.asking(&call.id) else { return false };
        let settled = |party: &Party| party.source >= PartySource::Dialled;
        let open = asking.picked.is_none()
            && matches!(call.looked, Looked::Several(_))
            && !call.party.as_ref().is_some_and(settled);
        !asking.candidates.is_empty() && !asking.form_open && asking.choosing.unwrap_or(open)
    }

    /// Opens the form for a new contact, or closes it. What was entered stays.
    pub(crate) fn contact(&mut self, call: &CallId) {
        let Some(asking) = self.asking_mut(call) else { return };
        asking.form_open = !asking.form_open;
        let open = asking.form_open;
        self.look(if open { Spot::Contact } else { Spot::Beside });
    }

    /// A field of the form is now this.
    pub(crate) fn contact_typed(&mut self, call: &CallId, field: ContactField, text: &str) {
        let Some(asking) = self.asking_mut(call) else { return };
        let (place, most) = match field {
            ContactField::FirstName => (&mut asking.form.first_name, 100),
            ContactField::LastName => (&mut asking.form.last_name, 100),
            ContactField::Email => (&mut asking.form.email, 200),
        };
        *place = text.chars().take(most).collect();
        asking.form.trouble.clear();
    }

    /// Has the contact made.
    pub(crate) fn create(&mut self, call: CallId, now: u64) {
        let Some(asking) = self.asking_mut(&call) else { return };
        let plain = |text: &String| String::from(text.trim());
        let form = &mut asking.form;
        let (first_name, last_name) = (plain(&form.first_name), plain(&form.last_name));
        let email = plain(&form.email);
        if first_name.is_empty() && last_name.is_empty() && email.is_empty() {
            form.trouble = String::from(EMPTY);
            return self.look(Spot::Contact);
        }
        form.trouble.clear();
        let wish = Wish::CreateContact { call: call.clone(), first_name, last_name, email };
        self.commands.drop(&|other| is_new_contact(other, &call) && *other != wish);
        self.ask(wish, now);
    }

    /// HubSpot has made the contact; the backend says who it is now.
    pub(crate) fn created(&mut self, call: &CallId) {
        if let Some(asking) = self.askings.iter_mut().find(|one| one.call == *call) {
            let open = std::mem::take(&mut asking.form_open);
            asking.form = ContactForm::default();
            asking.choosing = Some(false);
            asking.picked = None;
            if open {
                self.look(Spot::Beside);
            }
            self.announce("Contact created");
        }
    }

    /// The contact was not made. What was typed stays, with the reason at it.
    pub(crate) fn not_created(&mut self, call: &CallId, why: &str) {
        if let Some(asking) = self.askings.iter_mut().find(|one| one.call == *call) {
            asking.form.trouble = String::from(why);
            asking.form_open = true;
        }
    }

    /// The choice was not taken.
    pub(crate) fn not_chosen(&mut self, call: &CallId) {
        if let Some(asking) = self.askings.iter_mut().find(|one| one.call == *call) {
            asking.picked = None;
            asking.choosing = None;
        }
    }

    /// Whether a contact can be made: nobody has the number, or none of these.
    pub(crate) fn can_create(&self, call: &CallView) -> bool {
        let known = call.party.as_ref().is_some_and(|party| party.record.is_some());
        let open = self.asking(&call.id).is_some_and(|asking| asking.form_open);
        !open && ((call.looked == Looked::Nobody && !known) || self.is_choosing(call))
    }

    /// The form, while it is open.
    pub(crate) fn form(&self, call: &CallId) -> Option<ContactForm> {
        let asking = self.asking(call).filter(|asking| asking.form_open)?;
        let flight = self.commands.find(&|wish| is_new_contact(wish, call));
        let working = flight.is_some_and(|flight| !flight.late);
        Some(ContactForm { working, ..asking.form.clone() })
    }
}

fn is_choice(wish: &Wish, of: &CallId) -> bool {
    matches!(wish, Wish::Choose { call, .. } if call == of)
}

fn is_new_contact(wish: &Wish, of: &CallId) -> bool {
    matches!(wish, Wish::CreateContact { call, .. } if call == of)
}
