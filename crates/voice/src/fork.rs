//! One far end that rings several agents: which legs hang on it, who has claimed it, who is left.

use std::collections::BTreeMap;

/// Every far end that rings, or rang, more than one leg; by the id of its call.
#[derive(Debug, Default)]
pub struct Forks {
    /// Where each leg hangs.
    far_ends: BTreeMap<String, String>,
    forks: BTreeMap<String, Fork>,
}

#[derive(Debug, Default)]
struct Fork {
    /// The legs that ring or speak, each with its agent's name.
    legs: BTreeMap<String, String>,
    claimed: Option<String>,
}

/// Why a leg cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Lost {
    /// This agent has answered.
    #[error("{0} was faster.")]
    To(String),
    /// The caller has given up, or nobody is left.
    #[error("The caller has just hung up.")]
    Over,
}

/// Who still hangs on a far end when a leg has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// Others: the far end hears nothing of it.
    Some,
    /// Nobody: the far end is to be refused.
    Nobody,
}

impl Forks {
    /// A leg, with its agent's name, hangs on a far end. All of them are hung on it before the first
    /// rings.
    pub fn hang(&mut self, far: &str, leg: &str, name: &str) {
        self.far_ends.insert(leg.to_owned(), far.to_owned());
        let fork = self.forks.entry(far.to_owned()).or_default();
        fork.legs.insert(leg.to_owned(), name.to_owned());
    }

    /// The far end that a leg hangs, or hung, on; `None` for a call that is no leg.
    pub fn far_end<'a>(&'a self, leg: &str) -> Option<&'a str> {
        self.far_ends.get(leg).map(String::as_str)
    }

    /// A leg is about to be answered. **The first claim wins; nobody may announce an answer without
    /// one.** Claiming again is claiming once.
    ///
    /// # Errors
    /// [`Lost`] when another leg has claimed, or there is nothing left to claim.
    pub fn claim(&mut self, leg: &str) -> Result<(), Lost> {
        let fork = self.far_ends.get(leg).and_then(|far| self.forks.get_mut(far));
        let fork = fork.ok_or(Lost::Over)?;
        match &fork.claimed {
            Some(winner) if winner != leg => {
                Err(Lost::To(fork.legs.get(winner).cloned().unwrap_or_default()))
            }
            _ if !fork.legs.contains_key(leg) => Err(Lost::Over),
            _ => {
                fork.claimed = Some(leg.to_owned());
                Ok(())
            }
        }
    }

    /// Whether a leg still rings or speaks, as far as the far end is concerned.
    ///
    /// # Errors
    /// [`Lost`] when it has been taken by another leg, or there is nothing left.
    pub fn hangs(&self, leg: &str) -> Result<(), Lost> {
        let fork = self.far_ends.get(leg).and_then(|far| self.forks.get(far)).ok_or(Lost::Over)?;
        match &fork.claimed {
            _ if fork.legs.contains_key(leg) => Ok(()),
            Some(winner) => Err(Lost::To(fork.legs.get(winner).cloned().unwrap_or_default())),
            None => Err(Lost::Over),
        }
    }

    /// The answer behind a claim did not come about: it is free again.
    pub fn release(&mut self, leg: &str) {
        let fork = self.far_ends.get(leg).and_then(|far| self.forks.get_mut(far));
        if let Some(fork) = fork {
            fork.claimed.take_if(|claimed| claimed == leg);
        }
    }

    /// A leg has answered: only it is left. Answers the others, which are to stop, and its name.
    pub fn answered(&mut self, leg: &str) -> (Vec<String>, String) {
        let fork = self.far_ends.get(leg).and_then(|far| self.forks.get_mut(far));
        let Some(fork) = fork else { return Default::default() };
        fork.claimed = Some(leg.to_owned());
        let name = fork.legs.get(leg).cloned().unwrap_or_default();
        let winner = BTreeMap::from([(leg.to_owned(), name.clone())]);
        let others = std::mem::replace(&mut fork.legs, winner);
        (others.into_keys().filter(|other| other != leg).collect(), name)
    }

    /// A leg has gone: declined, or rung too long.
    pub fn gone(&mut self, leg: &str) -> Left {
        let fork = self.far_ends.get(leg).and_then(|far| self.forks.get_mut(far));
        let Some(fork) = fork else { return Left::Nobody };
        fork.legs.remove(leg);
        if fork.legs.is_empty() { Left::Nobody } else { Left::Some }
    }

    /// A far end that has been answered goes to another agent, by a leg of theirs that rings; the leg
    /// that spoke with it, or the call that it was, has it no more.
    pub fn hand_on(&mut self, from: &str, leg: &str, name: &str) {
        let far = self.far_end(from).unwrap_or(from).to_owned();
        self.forks.insert(far.clone(), Fork::default());
        self.hang(&far, leg, name);
    }

    /// The legs that hear what the far end does; `None` when nothing hangs on it.
    pub fn legs(&self, far: &str) -> Option<Vec<String>> {
        self.forks.get(far).map(|fork| fork.legs.keys().cloned().collect())
    }

    /// The far end is over: nothing can be claimed any more.
    pub fn over(&mut self, far: &str) {
        self.forks.remove(far);
        self.far_ends.retain(|_, of| of != far);
    }
}
