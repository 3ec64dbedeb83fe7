//! `slackwater canal NAME DATE`: when is there water in a channel that dries?

use super::library::{Library, Trouble};
use super::place;
use crate::environment::canal::{SILLS, windows};
use crate::reading::nearest;
use crate::units::{Duration, Instant, format, maths};
use serde::Serialize;
use std::path::PathBuf;

/// Arguments of `canal`.
#[derive(Debug, clap::Args)]
pub struct CanalArguments {
    /// aa, canche, authie or somme
    pub name: String,
    /// The day, UTC, like 2025-07-10
    pub date: String,
    /// Height of the bed above chart datum, m (otherwise the register's)
    #[arg(long, allow_negative_numbers = true)]
    pub bed: Option<f64>,
    /// Water needed, m (otherwise the register's)
    #[arg(long, allow_negative_numbers = true)]
    pub need: Option<f64>,
    /// JSON for other programs
    #[arg(long)]
    pub json: bool,
}

#[derive(Serialize)]
struct Page {
    canal: &'static str,
    bed_m: f64,
    need_m: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    extrapolated: Option<String>,
    open: Vec<Window>,
    /// Share of the time with water over the days from this one.
    share_over_60_days: f64,
}

/// Four springs and four neaps: the span of the shares that MODEL 1.7 gives.
const SHARE_DAYS: f64 = 60.0;

#[derive(Serialize)]
struct Window {
    from_utc: String,
    to_utc: String,
}

pub(super) fn canal(root: Option<PathBuf>, a: &CanalArguments) -> Result<bool, Trouble> {
    let day = place::date(&a.date).map_err(Trouble::one)?;
    let Some(sill) = SILLS.iter().find(|s| s.id == a.name.to_lowercase()) else {
        let known: Vec<&str> = SILLS.iter().map(|s| s.id).collect();
        let hint = nearest(&a.name, known.iter().copied())
            .map_or_else(|| format!("expected one of {}", known.join(", ")), |n| format!("did you mean `{n}`?"));
        return Err(Trouble::one(format!("no channel `{}`: {hint}", a.name)));
    };
    let library = Library::open(root)?;
    let p = library.register.typed();
    let (bed, need) = (a.bed.unwrap_or((sill.bed_m)(&p)), a.need.unwrap_or(p.canal_under_keel_m));
    for (what, x, low) in [("--bed", bed, -5.0), ("--need", need, 0.0)] {
        if !(low..=15.0).contains(&x) {
            return Err(Trouble::one(format!("{what} {x}: expected {low} to 15 metres")));
        }
    }
    let tide = library.sea.tide_at_place(sill.place).map_err(|e| Trouble::one(e.to_string()))?;
    let list = library.sea.stations.constituents();
    let over = |hours: f64| windows(&tide.harmonics, list, tide.datum_m, bed, need, (day, Duration::hours(hours)));
    let open = over(24.0);
    let wet_h: f64 = over(24.0 * SHARE_DAYS).iter().map(|(from, to)| to.since(*from).h()).sum();
    let share = wet_h / (24.0 * SHARE_DAYS);
    let doubt = place::outside_years(day);
    if let (Some(doubt), false) = (&doubt, a.json) {
        super::warn(&format!("warning: {doubt}"));
    }
    if a.json {
        let open = open.iter().map(|(f, t)| Window { from_utc: f.iso_second(), to_utc: t.iso_second() }).collect();
        let page = Page {
            canal: sill.id,
            bed_m: bed,
            need_m: need,
            extrapolated: doubt,
            open,
            share_over_60_days: maths::round(share * 1000.0) / 1000.0,
        };
        let text = serde_json::to_string_pretty(&page).map_err(|e| Trouble::one(e.to_string()))?;
        return super::say(&(text + "\n")).map(|()| true);
    }
    let mut text = format!(
        "{}, {}: bed {} m above chart datum, {} m of water needed\n\n",
        sill.title,
        a.date,
        format::fixed(bed, 1),
        format::fixed(need, 1)
    );
    for (from, to) in &open {
        text += &format!("  water from {} to {} UTC\n", from.clock(), end(*to, day));
    }
    if open.is_empty() {
        text += "  no water all day\n";
    }
    text += &format!("\n  {:.0} % of the time over the 60 days from this one\n", 100.0 * share);
    let entry = library.register.get(sill.register_id);
    let range = entry.map_or_else(String::new, |e| {
        format!(
            "The bed is {} in the register: {} to {} m could be ({}; {}).\n",
            e.id,
            e.low,
            e.high,
            e.confidence.letter(),
            e.source
        )
    });
    text += &format!(
        "\n{range}The tide alone, without surge, sluices and the river. A number of the model, not a guide to passage.\n"
    );
    super::say(&text).map(|()| true)
}

/// The clock, with 24:00 for the end of the day.
fn end(t: Instant, day: Instant) -> String {
    if t.since(day).h() >= 24.0 { "24:00".to_owned() } else { t.clock() }
}
