//! What does one see? The window: two charts side by side, one clock, one camera, and panels around them.
//!
//! Everything but `app` is free of Bevy and can be tested without a window: `session` holds the state and
//! applies commands, `view` is what panels may see, `panels` and `layers` are lists of plain functions,
//! `ground` works out land and depth. Threads live in `background` alone.
//!
//! Belongs here: showing, choosing, playing. Does not belong here: anything that changes a night or a number;
//! without this folder the program gives the same results.

// Screen coordinates are single precision and pixels are small whole numbers: conversions between them
// lose nothing that can be seen.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "screen coordinates: points and pixels are small"
)]

pub mod app;
pub mod background;
pub mod camera;
pub mod clock;
pub mod door;
#[cfg(test)]
pub(crate) mod fixture;
pub mod ground;
pub mod keys;
pub mod labels;
pub mod layers;
pub mod pane;
pub mod panels;
pub mod session;
pub mod stage;
pub mod theme;
pub mod view;

pub use app::{Launch, WindowError, run};
pub use background::OpenScenario;
pub use session::Opened;
pub use stage::Choice;
