//! Which rules do a doctrine's tests show at work, and which have nobody looked at?
//!
//! A rule counts as shown when a test makes it fire, or makes it wait for authority, or ask for it ahead. Left out: whether a
//! test fails when a condition of the rule is dropped; `tests/doctrine_mutants.rs` holds that of the shipped doctrines.

use super::file_test::DoctrineTest;
use super::reach::in_no_list;
use super::rule::Doctrine;

/// What tests show of a doctrine's rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Ids of rules that fired in some test.
    pub fired: Vec<String>,
    /// Ids of rules that never fired, but waited for authority in some test.
    pub waited: Vec<String>,
    /// Ids of rules that no test shows, and some test could.
    pub never: Vec<String>,
    /// Ids of rules that no unit and no centre goes by: layers replace or remove them for everybody.
    pub idle: Vec<String>,
}

/// Runs the tests and sees which rules they reach.
#[must_use]
pub fn coverage<'t>(doctrine: &Doctrine, tests: impl IntoIterator<Item = &'t DoctrineTest>) -> Coverage {
    let mut fired = vec![false; doctrine.rules.len()];
    let mut waited = fired.clone();
    for test in tests {
        for decision in test.decisions(doctrine) {
            if let Some(i) = decision.rule {
                fired[i] = true;
            }
            for i in [decision.awaits, decision.ahead].into_iter().flatten() {
                waited[i] = true;
            }
        }
    }
    let idle = in_no_list(doctrine);
    let ids = |keep: &dyn Fn(usize) -> bool| -> Vec<String> {
        doctrine.rules.iter().enumerate().filter(|(i, _)| keep(*i)).map(|(_, r)| r.id.clone()).collect()
    };
    Coverage {
        fired: ids(&|i| fired[i]),
        waited: ids(&|i| waited[i] && !fired[i]),
        never: ids(&|i| !waited[i] && !fired[i] && !idle.contains(&i)),
        idle: ids(&|i| idle.contains(&i)),
    }
}
