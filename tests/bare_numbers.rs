//! Does a number of the model stand in the code, where no register has it?
//!
//! Every decimal number in `src/sim` and `src/agents` that is none of the few that units and algebra bring along must be named
//! below, with the reason why it is no number of the model: a constant of nature, a published formula, the definition of an
//! entry, a step of the numerics. A new one fails here, and is either an entry of the register or a line with a reason. A
//! line that matches nothing any more fails too.
//!
//! Left out: whole numbers written without a point, as most of them count draws, ticks and places in lists; and numbers in
//! the layers that read files, where bounds stand.

#[allow(dead_code, reason = "each test program takes what it needs")]
mod source;

use source::files_below;

/// Numbers that say nothing about the model: units of time, halves, per cent.
const PLAIN: [f64; 7] = [0.0, 1.0, 2.0, 0.5, 60.0, 100.0, 3600.0];

/// Files of which no number is the model's.
const FILES: [(&str, &str); 3] = [
    ("src/agents/numbers.rs", "bounds of numbers that files give"),
    ("src/agents/read_numbers.rs", "bounds of rules, and the ends of a range"),
    ("src/agents/leeway_agreement.rs", "the reference case of another program"),
];

/// Lines by file and a part of the line, and why their numbers are no numbers of the model.
const LINES: &[(&str, &str, &str)] = &[
    // Units, constants of nature and of mathematics.
    ("src/agents/hull.rs", "const WATER_DENSITY", "density of sea water"),
    ("src/agents/hull.rs", "const GRAVITY", "standard gravity"),
    ("src/agents/hull.rs", "const HORSEPOWER_W", "definition of the metric horsepower"),
    ("src/agents/hull.rs", "const PETROL_KG_PER_L", "density of petrol (MODEL 3.2)"),
    ("src/agents/hull.rs", "HORSEPOWER_W / 1000.0", "watts to kilowatts"),
    ("src/agents/merchant.rs", "/ 86_400.0", "seconds of a day"),
    ("src/agents/sweep.rs", "/ 1000.0", "metres to kilometres"),
    ("src/agents/chill.rs", "3.6 * wind_mps", "m/s to km/h"),
    ("src/agents/sensing.rs", "1.96", "97.5 % point of the normal"),
    ("src/agents/sensing.rs", "1.354_117_939_426_4", "Γ(2/3)"),
    ("src/agents/interception.rs", "const MEAN", "mean of Beta(6, 2), the shape of MODEL 8.2"),
    // Geometry and algebra.
    ("src/agents/hull.rs", "pi / 4.0", "area of a circle"),
    ("src/agents/stability.rs", "/ 12.0", "second moment of a rectangle"),
    ("src/agents/stability.rs", "11.0 * x", "a sum of binomial terms"),
    ("src/agents/merchant.rs", "1.0 / 3.0", "the cube root of Havelock's law"),
    ("src/agents/search.rs", "3.0_f64.sqrt()", "geometry of a sector search"),
    ("src/agents/search.rs", "4.0 * PI", "area of a spread of places"),
    ("src/agents/sensing.rs", "8.0 * core::f64::consts::PI", "sweep width of an inverse cube law"),
    ("src/agents/sensing.rs", "1.0 / 3.0", "a cube root"),
    ("src/agents/sweep.rs", "8.0 * PI", "sweep width of an inverse cube law"),
    ("src/agents/sweep.rs", "4.0 * PI", "the same, over a pass"),
    ("src/sim/ground.rs", "4.0 * p.grounding_same_bank_m", "twice the distance, squared"),
    ("src/sim/sense.rs", "9.0 * entry.error_m", "three standard deviations, squared: no error of that size"),
    ("src/sim/state/accounts.rs", "x < 0.004", "a series where the difference of two near numbers loses digits"),
    // Published formulas.
    ("src/agents/adrift.rs", "0.01 *", "per cent of the wind, as drift tables are published"),
    ("src/agents/leeway.rs", "* 0.01", "per cent of the wind, as drift tables are published"),
    ("src/agents/leeway.rs", "_error / 20.0", "Allen's leeway: how errors of slope and offset go together"),
    ("src/agents/leeway.rs", "class.down_slope", "the same, where the slope would turn round"),
    ("src/agents/leeway.rs", "x.abs() <= 30.0", "bounds of a class that was read"),
    ("src/agents/chill.rs", "const WARMEST_C", "the wind chill index is defined up to 10 °C"),
    ("src/agents/chill.rs", "const LEAST_WIND_KMH", "the wind chill index is defined from 4.8 km/h"),
    ("src/agents/chill.rs", "maths::pow(wind_kmh, 0.16)", "the wind chill index"),
    ("src/agents/chill.rs", "13.12", "the wind chill index"),
    ("src/agents/hull.rs", "factor / 4.0", "relative motion is kappa Hs / 4 (MODEL 3.2)"),
    ("src/agents/sweep.rs", "2.21", "radar horizon (MODEL 6.3)"),
    ("src/agents/sweep.rs", "km <= 5.0", "visibilities at which sweep widths are published"),
    ("src/agents/sweep.rs", "a * km / 5.0", "visibilities at which sweep widths are published"),
    ("src/agents/sweep.rs", "km <= 10.0", "visibilities at which sweep widths are published"),
    ("src/agents/sweep.rs", "(km - 5.0) / 5.0", "visibilities at which sweep widths are published"),
    ("src/agents/sweep.rs", "(km.min(20.0) - 10.0) / 10.0", "visibilities at which sweep widths are published"),
    // What an entry of the register is defined at.
    ("src/agents/interception.rs", "/ 20.0)", "intercept.load_slope is per factor over 20 aboard (MODEL 8.2)"),
    ("src/agents/interception.rs", "/ 55.0", "intercept.fall_mean_per_55"),
    ("src/agents/survival.rs", "/ 10.0).max(0.0)", "cold shock grows over 10 °C (MODEL 5.2)"),
    ("src/agents/water_odds.rs", "/ 10.0).max(0.0)", "cold shock grows over 10 °C (MODEL 5.2)"),
    ("src/agents/survival.rs", "water_c - 5.0", "swim.median_min is that at 5 °C (MODEL 5.2)"),
    ("src/sim/asks.rs", "const AHEAD_S", "what a word of a rule means"),
    ("src/sim/outlook.rs", "const MILD_C", "the scale of a yardstick that no night reads"),
    // Numerics: steps, ends of searches for a root, floors that keep a quotient finite, reaches beyond which nothing can be.
    ("src/agents/hull.rs", "(0.0, 20.0)", "where the root is sought"),
    ("src/agents/stability.rs", "LEAST_Q_STAR", "keeps a quotient finite"),
    ("src/agents/search.rs", "clamp(1.0, 200.0)", "most legs of a search"),
    ("src/agents/sensing.rs", "1.25e5", "keeps a hazard finite, at 50 m"),
    ("src/sim/endure.rs", ".max(0.1)", "keeps a time finite"),
    ("src/sim/muster.rs", ".max(0.1)", "keeps a time finite"),
    ("src/sim/lookout.rs", "const MID_STRAIT", "the place whose Moon counts"),
    ("src/sim/muster.rs", "const FAR_M", "farther off, no condition can ask"),
    ("src/sim/near_shore.rs", "const SHORTEST_M", "the shortest piece of a tick's run"),
    ("src/sim/sail.rs", "const POINT_PASSED_M", "a step's run"),
    ("src/sim/sail.rs", "const MOVED_FAR_M", "when a way is laid anew"),
    ("src/sim/setting.rs", "const STEP_M", "steps of a search for depth"),
    ("src/sim/traffic.rs", "const MOVED_M", "how far a boat can go before the next survey"),
    ("src/sim/traffic.rs", "let wide", "four spreads: no ship is farther off"),
    ("src/sim/traffic.rs", "MINUTE_S * 30.0", "faster than the two can close"),
];

/// Decimal numbers of a line of code.
fn decimals(line: &str) -> Vec<f64> {
    let b = line.as_bytes();
    let mut out = Vec::new();
    let mut i = 0;
    while i < b.len() {
        let begins = b[i].is_ascii_digit()
            && (i == 0 || !(b[i - 1].is_ascii_alphanumeric() || b[i - 1] == b'_' || b[i - 1] == b'.'));
        if !begins {
            i += 1;
            continue;
        }
        let from = i;
        let mut decimal = false;
        while i < b.len() {
            let next = b.get(i + 1).copied().unwrap_or(b' ');
            match b[i] {
                b'0'..=b'9' | b'_' => {}
                // Neither a range nor a method.
                b'.' if !decimal && next.is_ascii_digit() => decimal = true,
                b'e' if next.is_ascii_digit() || next == b'-' => {
                    decimal = true;
                    i += 1;
                }
                _ => break,
            }
            i += 1;
        }
        if decimal {
            let text = line[from..i].trim_end_matches('_').replace('_', "");
            out.push(text.parse().unwrap_or_else(|e| panic!("{text} in {line}: {e}")));
        }
    }
    out
}

/// Tolerances are powers of ten of a thousandth and less.
fn is_plain(x: f64) -> bool {
    PLAIN.iter().any(|p| (p - x).abs() < f64::EPSILON) || (3..=15).any(|k| (x * 10_f64.powi(k) - 1.0).abs() < 1e-9)
}

#[test]
fn decimals_are_found_as_the_compiler_reads_them() {
    assert_eq!(decimals("a[0].b + 3.5 * x2.max(1e-9) - 20_000.0_f64 / (1..=4).len()"), [3.5, 1e-9, 20_000.0]);
    assert_eq!(decimals("let t = pair.0; 4.0e6; 7; 2.5"), [4.0e6, 2.5]);
    assert!(is_plain(1e-9) && is_plain(60.0) && !is_plain(0.01) && !is_plain(0.75));
}

#[test]
fn no_number_of_the_model_stands_in_the_code_alone() {
    let mut used = vec![false; LINES.len()];
    let mut bare = Vec::new();
    let files = || files_below("src/sim").into_iter().chain(files_below("src/agents"));
    for s in files().filter(|s| FILES.iter().all(|(path, _)| s.path != *path)) {
        for (n, line) in s.code.lines().enumerate() {
            if decimals(line).into_iter().all(is_plain) {
                continue;
            }
            let mut told = false;
            for (i, (path, part, _)) in LINES.iter().enumerate() {
                if s.path == *path && line.contains(part) {
                    (used[i], told) = (true, true);
                }
            }
            if !told {
                bare.push(format!("{}:{}: {}", s.path, n + 1, line.trim()));
            }
        }
    }
    assert!(
        bare.is_empty(),
        "numbers in the code that no register has:\n{}\n\
         Make each an entry of assets/parameters (README.md there says how), or name it in tests/bare_numbers.rs with the \
         reason why it is no number of the model.",
        bare.join("\n")
    );
    let stale: Vec<String> =
        LINES.iter().zip(&used).filter(|(_, u)| !**u).map(|((path, part, _), _)| format!("{path}: {part}")).collect();
    assert!(stale.is_empty(), "reasons for numbers that stand there no more; take them out:\n{}", stale.join("\n"));
    for (path, _) in FILES {
        assert!(files().any(|s| s.path == path), "{path} is no more");
    }
    assert!(LINES.iter().all(|(.., why)| !why.is_empty()));
}
