//! `slackwater list`: what is shipped, and what is measured?

use super::library::{Library, Listed, Trouble};
use crate::ensemble::columns;
use std::path::PathBuf;

pub(super) fn list(root: Option<PathBuf>) -> Result<bool, Trouble> {
    let library = Library::open(root)?;
    let mut text = String::from("Scenarios\n");
    let scenarios = library.scenarios()?;
    let doctrines = library.doctrines()?;
    let mut broken = Vec::new();
    let mut rows = |items: &[Listed], text: &mut String| {
        for item in items {
            match &item.title {
                Ok(title) => *text += &format!("  {:<28}  {title}\n", item.id),
                Err(why) => {
                    *text += &format!("  {:<28}  (cannot be read)\n", item.id);
                    broken.extend(why.lines().map(str::to_owned));
                }
            }
        }
    };
    rows(&scenarios, &mut text);
    text += "\nDoctrines\n";
    rows(&doctrines, &mut text);
    text += "\nMetrics, one value for each night (after `by`: within what cases hang together)\n";
    for i in columns::infos() {
        text += &format!(
            "  {:<28}  {} ({}; {}; by {})\n",
            i.id,
            i.definition,
            i.unit,
            i.direction.words(),
            i.clustering.word()
        );
    }
    super::say(&text)?;
    if broken.is_empty() { Ok(true) } else { Err(Trouble(broken)) }
}
