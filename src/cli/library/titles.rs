//! What is each of several doctrines called beside the others, so that no two have one name?
//!
//! A doctrine is called by its title, and by the numbers that were set in it where some were (`line=150`). Two files may still
//! have one title, a copy for example that somebody changes: then the id follows in brackets, and if that is one too, the path.

use super::split_settings;
use crate::doctrine::Doctrine;
use crate::report::FileStamp;
use std::sync::Arc;

/// Gives doctrines that are shown side by side titles that tell them apart, each by the stamp of its file.
pub fn tell_apart(all: &mut [(Arc<Doctrine>, FileStamp)]) {
    let names = names(&all.iter().map(|(d, s)| (&**d, s)).collect::<Vec<_>>());
    for ((doctrine, _), name) in all.iter_mut().zip(names) {
        if doctrine.title != name {
            Arc::make_mut(doctrine).title = name;
        }
    }
}

fn names(all: &[(&Doctrine, &FileStamp)]) -> Vec<String> {
    let own = |(d, stamp): &(&Doctrine, &FileStamp)| match split_settings(&stamp.path) {
        Some((_, set)) => format!("{} ({})", d.title, set.replace(',', ", ")),
        None => d.title.clone(),
    };
    let mut names: Vec<String> = all.iter().map(own).collect();
    let ids: Vec<&str> = all.iter().map(|(d, _)| d.id.as_str()).collect();
    let paths: Vec<&str> = all.iter().map(|(_, stamp)| stamp.path.as_str()).collect();
    for told in [ids, paths] {
        let shared: Vec<bool> = names.iter().map(|n| names.iter().filter(|m| *m == n).count() > 1).collect();
        let before = names.clone();
        for i in (0..all.len()).filter(|i| shared[*i]) {
            // Where all of one name have this in common too, it tells nobody apart.
            if (0..all.len()).any(|k| before[k] == before[i] && told[k] != told[i]) {
                names[i] = format!("{} ({})", all[i].0.title, told[i]);
            }
        }
    }
    // The same file with the same numbers.
    for i in 1..all.len() {
        if names[..i].contains(&names[i]) {
            names[i] += " (again)";
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::fixture;

    fn named(title: &str, id: &str, path: &str) -> (Arc<Doctrine>, FileStamp) {
        let mut d = (*fixture::danger_only()).clone();
        (d.title, d.id) = (title.into(), id.into());
        (Arc::new(d), FileStamp::of(path, b""))
    }

    fn names(all: &[(Arc<Doctrine>, FileStamp)]) -> Vec<String> {
        let mut all = all.to_vec();
        tell_apart(&mut all);
        all.into_iter().map(|(d, _)| d.title.clone()).collect()
    }

    #[test]
    fn no_two_doctrines_have_one_name() {
        let shipped = named("Line", "line", "doctrines/line.doctrine.ron");
        let other = named("Watch", "watch", "doctrines/watch.doctrine.ron");
        assert_eq!(names(&[shipped.clone(), other.clone()]), ["Line", "Watch"]);
        assert_eq!(names(&[shipped.clone(), shipped.clone(), other]), ["Line", "Line (again)", "Watch"]);
        let mine = named("Line", "my_line", "my_line.doctrine.ron");
        assert_eq!(names(&[shipped.clone(), mine]), ["Line (line)", "Line (my_line)"]);
        let copy = named("Line", "line", "copy/line.doctrine.ron");
        assert_eq!(
            names(&[shipped.clone(), copy]),
            ["Line (doctrines/line.doctrine.ron)", "Line (copy/line.doctrine.ron)"]
        );
        let near = named("Line", "line", "doctrines/line.doctrine.ron:m=150,n=2");
        assert_eq!(names(&[near.clone(), shipped]), ["Line (m=150, n=2)", "Line"]);
        assert_eq!(names(&[near.clone(), near]), ["Line (m=150, n=2)", "Line (m=150, n=2) (again)"]);
    }
}
