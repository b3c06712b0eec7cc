//! Starts the widget.

/// Half the code of the standard allocator. It gives memory back and joins what lies side by side, so
/// that a page can stay open for a day.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

fn main() {
    #[cfg(feature = "gallery")]
    let ui = sidetone_widget::gallery::start();
    #[cfg(not(feature = "gallery"))]
    let ui = sidetone_widget::shell::start();
    sidetone_widget::finger::guard();
    sidetone_widget::keys::listen(ui);
    if let Some(body) = web_sys::window().and_then(|w| w.document()).and_then(|d| d.body()) {
        sidetone_widget::app::draw(&body, ui);
    }
}
