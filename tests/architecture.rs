//! Does the code keep the rules that the design makes? A rule that no test checks is a wish.
//!
//! The rules are data: the layers in order, and a table of what may be named where. A breach is told as
//! "geo → sim (src/geo/shore.rs:12)". Tests inside `src` may use what they like: they ship nowhere.

mod source;

use source::{CodePath, Source, files_below, line_of, paths};

/// What comes later may import what came before, never the reverse. `gui` is there only with its feature.
const LAYERS: [&str; 18] = [
    "units",
    "draws",
    "reading",
    "parameters",
    "geo",
    "environment",
    "agents",
    "doctrine",
    "scenario",
    "events",
    "sim",
    "metrics",
    "law",
    "ensemble",
    "analysis",
    "report",
    "cli",
    "gui",
];

/// The root files stand above all layers.
const ROOT_FILES: [&str; 2] = ["src/lib.rs", "src/main.rs"];

/// What may be named in some places only. `inside`: path begins so; `except`: this much is free for all
/// those named after it.
struct House {
    what: &'static [&'static str],
    only_in: &'static [&'static str],
    except: &'static [(&'static str, &'static str)],
    why: &'static str,
}

const HOUSE: &[House] = &[
    House {
        what: &["std::fs", "std::io::stdin", "std::io::stdout", "std::io::stderr", "std::os"],
        only_in: &["src/cli/", "src/gui/"],
        except: &[],
        why: "the core knows no file and no terminal; loaders take text and bytes",
    },
    House {
        what: &["std::thread", "rayon", "std::sync::mpsc"],
        only_in: &["src/ensemble/", "src/gui/background.rs"],
        except: &[
            ("std::thread::available_parallelism", "src/cli/"),
            ("std::thread::available_parallelism", "src/gui/"),
        ],
        why: "one night is one thread; only many nights are parallel",
    },
    House {
        what: &["std::time", "core::time", "jiff::Zoned::now", "jiff::Timestamp::now"],
        only_in: &["src/cli/", "src/gui/", "src/ensemble/"],
        except: &[],
        why: "a night's clock is its tick",
    },
    House {
        what: &["std::env", "std::process", "std::net"],
        only_in: &["src/cli/", "src/gui/", "src/main.rs"],
        except: &[],
        why: "a night is a function of its inputs, and the environment is none",
    },
    House {
        what: &["bevy_ecs"],
        only_in: &["src/agents/", "src/sim/"],
        except: &[],
        why: "the model is plain functions; the ECS only stores",
    },
    House {
        what: &["bevy", "bevy_egui", "egui", "egui_kittest", "earcut", "wgpu", "winit"],
        only_in: &["src/gui/", "src/gui.rs"],
        except: &[],
        why: "without its window the program gives the same numbers",
    },
    House {
        what: &["std::collections::HashMap", "std::collections::HashSet", "std::hash::RandomState"],
        only_in: &["src/gui/"],
        except: &[],
        why: "the order of a hash map differs from run to run",
    },
];

/// Standard functions whose last digits are unspecified. `sqrt` and `mul_add` are exact.
const TRANSCENDENTAL: [&str; 25] = [
    "sin", "cos", "tan", "sin_cos", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh",
    "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "powf", "powi", "hypot",
];

/// Parameters that the register holds and the model does not use yet, each with its reason.
const UNUSED_PARAMETERS: &[(&str, &str)] = &[];

fn layer_of(path: &str) -> Option<&str> {
    if ROOT_FILES.contains(&path) {
        return None;
    }
    path.strip_prefix("src/")?.split('/').next().map(|part| part.trim_end_matches(".rs"))
}

/// Number of modules between a file and the root of the crate.
fn depth(path: &str) -> usize {
    let parts = path.trim_start_matches("src/").trim_end_matches("/mod.rs");
    parts.split('/').count()
}

/// The layer that a path of this file names, if it leaves the file's own.
fn layer_named<'p>(file: &str, path: &'p CodePath) -> Option<&'p str> {
    let climbs = path.parts.iter().take_while(|p| *p == "super").count();
    let first = match path.parts[0].as_str() {
        "crate" => path.parts.get(1),
        "super" if climbs == depth(file) => path.parts.get(climbs),
        "slackwater" if file == "src/main.rs" => path.parts.get(1),
        _ => None,
    };
    first.map(String::as_str)
}

/// Breaches of the order of layers.
fn breaches(source: &Source) -> Vec<String> {
    let Some(own) = layer_of(&source.path) else { return Vec::new() };
    let rank = |layer: &str| LAYERS.iter().position(|l| *l == layer);
    paths(&source.code)
        .iter()
        .filter_map(|path| {
            let named = layer_named(&source.path, path)?;
            // Macros and items of the root (there are none) would have no rank.
            let upward = rank(named)? > rank(own)?;
            upward.then(|| format!("{own} → {named} ({}:{})", source.path, line_of(&source.code, path.at)))
        })
        .collect()
}

/// Breaches of the table of what may be named where.
fn trespasses(source: &Source) -> Vec<String> {
    let mut out = Vec::new();
    let all = paths(&source.code);
    for house in HOUSE {
        let inside = |places: &[&str]| places.iter().any(|p| source.path.starts_with(p));
        if inside(house.only_in) {
            continue;
        }
        for path in &all {
            let Some(what) = house.what.iter().find(|w| path.begins(w)) else { continue };
            let free = house.except.iter().any(|(what, place)| path.begins(what) && source.path.starts_with(place));
            if !free {
                out.push(format!(
                    "{} → {what} ({}:{}): {}",
                    layer_of(&source.path).unwrap_or("root"),
                    source.path,
                    line_of(&source.code, path.at),
                    house.why
                ));
            }
        }
    }
    out
}

fn assert_none(breaches: &[String], what: &str) {
    assert!(breaches.is_empty(), "{what}\n{}", breaches.join("\n"));
}

#[test]
fn no_layer_imports_a_later_one() {
    let found: Vec<String> = files_below("src").iter().flat_map(breaches).collect();
    assert_none(&found, "a layer may import earlier ones only; order in tests/architecture.rs:");
}

#[test]
fn every_module_of_the_crate_is_a_layer_and_stands_in_order() {
    let root = &files_below("src").into_iter().find(|s| s.path == "src/lib.rs").expect("there is a lib.rs");
    let modules: Vec<&str> = root
        .code
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub mod ").or_else(|| line.trim().strip_prefix("mod ")))
        .map(|name| name.trim_end_matches(';'))
        .collect();
    let expected: Vec<&str> = LAYERS.into_iter().filter(|l| *l != "gui" || modules.contains(l)).collect();
    assert_eq!(modules, expected, "src/lib.rs lists the layers in their order");
    for source in files_below("src") {
        if let Some(layer) = layer_of(&source.path) {
            assert!(LAYERS.contains(&layer), "{} is in no layer; add it to the table", source.path);
        }
    }
}

#[test]
fn files_clocks_threads_and_windows_stay_where_they_belong() {
    let found: Vec<String> = files_below("src").iter().flat_map(trespasses).collect();
    assert_none(&found, "named where it may not be:");
}

#[test]
fn the_core_prints_nothing() {
    let mut found = Vec::new();
    for source in files_below("src") {
        if ["src/cli/", "src/gui/", "src/main.rs"].iter().any(|p| source.path.starts_with(p)) {
            continue;
        }
        for name in ["println!", "eprintln!", "print!", "eprint!"] {
            for (at, _) in source.code.match_indices(name) {
                // `print!` also ends `eprint!`, which is told by itself.
                if !source.code[..at].ends_with(|c: char| c.is_alphanumeric()) {
                    found.push(format!("{}:{}: {name}", source.path, line_of(&source.code, at)));
                }
            }
        }
    }
    assert_none(&found, "printing is the command line's and the window's:");
}

#[test]
fn transcendental_functions_have_one_door() {
    let mut found = Vec::new();
    for source in files_below("src") {
        // The window draws in f32, where the last digit moves no boat; clippy.toml watches its f64.
        if source.path == "src/units/maths.rs" || source.path.starts_with("src/gui/") {
            continue;
        }
        for name in TRANSCENDENTAL {
            for call in [format!(".{name}("), format!("f64::{name}"), format!("libm::{name}")] {
                for (at, found_call) in source.code.match_indices(&call) {
                    let after = source.code[at + found_call.len()..].chars().next();
                    let whole = call.ends_with('(') || !after.is_some_and(|c| c.is_alphanumeric() || c == '_');
                    if whole {
                        found.push(format!("{}:{}: {found_call}", source.path, line_of(&source.code, at)));
                    }
                }
            }
        }
    }
    assert_none(&found, "their last digits are unspecified; use units::maths:");
}

#[test]
fn every_file_says_which_question_it_answers() {
    let mut found = Vec::new();
    for folder in ["src", "tests", "benches", "examples"] {
        for source in files_below(folder) {
            let head = source.text.starts_with("//!");
            if !(head || source.path == "src/lib.rs" && source.text.starts_with("#![doc = include_str!")) {
                found.push(source.path);
            }
        }
    }
    assert_none(&found, "these files begin without a head comment (`//! …`):");
}

#[test]
fn nothing_half_done_is_left_lying() {
    let words = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let macros = [concat!("dbg", "!"), concat!("todo", "!"), concat!("unimplemented", "!")];
    let mut found = Vec::new();
    for folder in ["src", "tests", "benches", "examples"] {
        for source in files_below(folder) {
            for (text, marks) in [(&source.text, words.as_slice()), (&source.bare, macros.as_slice())] {
                for mark in marks {
                    let whole = |at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
                    let places = text.match_indices(mark).filter(|(at, _)| whole(*at));
                    found.extend(places.map(|(at, m)| format!("{}:{}: {m}", source.path, line_of(text, at))));
                }
            }
        }
    }
    assert_none(&found, "write down what is missing where a reader looks for it, or do it:");
}

#[test]
fn no_test_is_put_to_sleep() {
    let mark = concat!("#[ign", "ore");
    let mut found = Vec::new();
    for folder in ["src", "tests"] {
        for source in files_below(folder) {
            let places = source.bare.match_indices(mark);
            found.extend(places.map(|(at, _)| format!("{}:{}", source.path, line_of(&source.bare, at))));
        }
    }
    assert_none(&found, "assert today's answer with a note instead:");
}

#[test]
fn every_parameter_is_used_by_the_model() {
    let sources = files_below("src");
    let words: std::collections::BTreeSet<String> = sources
        .iter()
        .filter(|s| !s.path.starts_with("src/parameters/"))
        .flat_map(|s| paths(&s.code))
        .flat_map(|p| p.parts)
        .collect();
    let mut found = Vec::new();
    for (field, id) in slackwater::parameters::FIELDS {
        let excused = UNUSED_PARAMETERS.iter().any(|(known, _)| known == id);
        match (words.contains(*field), excused) {
            (false, false) => found.push(format!("{id} (field {field}) moves nothing: use it, or take it out")),
            (true, true) => found.push(format!("{id} is used now: take it off the list of exceptions")),
            _ => {}
        }
    }
    for (id, _) in UNUSED_PARAMETERS {
        if !slackwater::parameters::FIELDS.iter().any(|(_, known)| known == id) {
            found.push(format!("{id} is excused but does not exist"));
        }
    }
    assert_none(&found, "parameters without effect:");
}

#[test]
fn every_dependency_is_used_and_has_its_reason() {
    let read = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        std::fs::read_to_string(path).expect("it is in the project")
    };
    let (manifest, reasons) = (read("Cargo.toml"), read("ARCHITECTURE.md"));
    let (_, dependencies) = manifest.split_once("\n[dependencies]\n").expect("there are dependencies");
    let (dependencies, _) = dependencies.split_once("\n[").unwrap_or((dependencies, ""));
    let named: std::collections::BTreeSet<String> =
        files_below("src").iter().flat_map(|s| paths(&s.code)).map(|p| p.parts[0].clone()).collect();
    let mut found = Vec::new();
    for line in dependencies.lines() {
        let Some((name, how)) = line.split_once(" = ").filter(|(name, _)| !name.starts_with([' ', '#'])) else {
            continue;
        };
        // What is optional may belong to a part that is not there yet.
        if !how.contains("optional = true") && !named.contains(&name.replace('-', "_")) {
            found.push(format!("{name}: nothing in src names it"));
        }
        let reason = reasons.lines().any(|l| {
            l.starts_with("| ") && l.split('|').nth(1).is_some_and(|c| c.split(", ").any(|c| c.trim() == name))
        });
        if !reason {
            found.push(format!("{name}: ARCHITECTURE.md gives no reason for it"));
        }
    }
    assert_none(&found, "dependencies:");
}

#[test]
fn a_breach_is_told_by_layer_file_and_line() {
    let text = "//! Head.\nuse std::{fmt, fs::{self, File}};\nuse crate::{units, sim::Setting as S};\n\
                fn f() { crate::cli::say(\"crate::gui\"); super::super::report::x() } // crate::gui\n\
                #[cfg(test)]\nmod tests { use crate::gui::X; }\n";
    let source = Source::new("src/geo/shore.rs", text);
    let expected =
        ["geo → sim (src/geo/shore.rs:3)", "geo → cli (src/geo/shore.rs:4)", "geo → report (src/geo/shore.rs:4)"];
    assert_eq!(breaches(&source), expected);
    let said = trespasses(&source);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].starts_with("geo → std::fs (src/geo/shore.rs:2): the core knows no file"), "{}", said[0]);
}

#[test]
fn texts_comments_and_characters_are_no_code() {
    let text =
        "let a = \"x // \\\" y\"; /* b /* c */ d */ let e = r#\"f \" g\"#; let h = ['\"', '\\'', 'é']; fn i<'j>() {}";
    let source = Source::new("src/units/x.rs", text);
    let words: Vec<String> = paths(&source.code).into_iter().flat_map(|p| p.parts).collect();
    assert_eq!(words, ["let", "a", "let", "e", "let", "h", "fn", "i", "j"]);
    assert_eq!(source.code.len(), text.len());
}
