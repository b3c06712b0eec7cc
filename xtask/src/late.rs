//! What of the widget is loaded later than the page: with the first call, or once a person comes near
//! (`src/shell/late.rs` asks for it). What a page needs to stand, to be told of a call and to ring is
//! there from the start.

/// Words of the paths of what moves. In the module a method's path is its type's and its own, without
/// its file's; a method that is to move must not become part of its caller (`inline(never)`).
pub const LATE: &[&str] = &[
    // Screens and panels that come with a call or a press.
    "sidetone_widget::screens::ended",
    "sidetone_widget::screens::history",
    "sidetone_widget::screens::in_call",
    "sidetone_widget::screens::outcomes",
    "sidetone_widget::screens::wrap_up",
    "sidetone_widget::parts::digits",
    "sidetone_widget::parts::sound",
    "sidetone_widget::parts::transfer",
    // Sound.
    "shell::sound::ahead",
    "shell::sound::connection",
    "shell::sound::devices",
    "shell::sound::microphone",
    "shell::sound::wave",
    "shell::Shell>::move_the_line",
    "shell::Shell>::allow_sound",
    "shell::Shell>::bring_microphone",
    "shell::Shell>::choose_device",
    "shell::Shell>::choose_volume",
    "shell::Shell>::follow_panel",
    "shell::Shell>::follow_voice",
    "shell::Shell>::give_back",
    "shell::Shell>::list_devices",
    "shell::Shell>::made_ahead",
    "shell::Shell>::measure",
    "shell::Shell>::offer",
    "shell::Shell>::post_offer",
    "shell::Shell>::prepare_voice",
    "shell::Shell>::test_tone",
    // What a person does, and what comes of it.
    "desk::desk::Desk>::intent",
    "desk::desk::Desk>::command_done",
    "desk::desk::Desk>::gone",
    "desk::desk::Desk>::history_came",
    "desk::desk::Desk>::not_finished",
    "desk::desk::Desk>::not_moved",
    "desk::desk::Desk>::reported",
    "desk::desk::Desk>::targets_came",
    "shell::Shell>::serve",
    "shell::Shell>::ask",
    "shell::Shell>::finish",
    "sidetone_widget::shell::sign_in::open",
    "shell::wire::answers::history",
    "shell::wire::answers::past",
    "shell::wire::answers::reading",
    "shell::wire::answers::targets",
];
