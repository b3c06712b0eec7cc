//! What the agent does while both ends speak: mute, hold, keys.

use crate::{Call, InvalidTransition, Keys, Output, Stage, ThirdStage, With};

impl Call {
    pub(crate) fn mute(&mut self, on: bool) -> Result<(), InvalidTransition> {
        let Stage::Connected(connected) = &mut self.stage else {
            return Err(self.stage.refuse("be muted"));
        };
        if connected.muted != on {
            connected.muted = on;
            self.orders.push_back(Output::Mute(on));
        }
        Ok(())
    }

    /// The agent turns away from everybody in the call, or comes back.
    pub(crate) fn hold(&mut self, on: bool) -> Result<(), InvalidTransition> {
        match &self.stage {
            Stage::Connected(connected) if connected.held == on => Ok(()),
            _ => self.change("be held", |connected| connected.held = on),
        }
    }

    pub(crate) fn press(&mut self, keys: Keys) -> Result<(), InvalidTransition> {
        const WANTED: &str = "be told keys";
        let Stage::Connected(connected) = &self.stage else {
            return Err(self.stage.refuse(WANTED));
        };
        let with = match connected.third.as_ref().map(|third| third.stage) {
            None | Some(ThirdStage::Joined) => With::Far,
            Some(ThirdStage::Asked(with)) => with,
            Some(_) => {
                return Err(InvalidTransition { stage: "waiting for an answer", wanted: WANTED });
            }
        };
        if connected.held {
            return Err(InvalidTransition { stage: "on hold", wanted: WANTED });
        }
        let count = u32::try_from(keys.count()).unwrap_or(u32::MAX);
        self.digits = self.digits.saturating_add(count);
        self.orders.push_back(Output::Digits(with, keys));
        Ok(())
    }

    pub(crate) fn hang_up_third(&mut self) {
        if matches!(&self.stage, Stage::Connected(connected) if connected.has_third()) {
            self.orders.push_back(Output::DropThird);
        }
    }
}
