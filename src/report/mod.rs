//! How is a result shown and kept?
