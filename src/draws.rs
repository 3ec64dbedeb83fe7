//! Where does chance come from? From this file, and from nowhere else.
//!
//! Every random number is a pure function of *(seed, night, subject, purpose, counter)*: a
//! counter-based mixer, no shared stream (METHODS 1; Salmon et al. 2011, "Parallel random numbers: as
//! easy as 1, 2, 3"). One more draw somewhere shifts nothing elsewhere, so two doctrines meet the same
//! luck and a pair is fair. The mixer is the finaliser of SplitMix64 (Steele, Lea & Flood 2014),
//! applied once for each word of the key.
//!
//! Left out: stateful generators. There is nothing to advance, so nothing to get out of step.

use crate::units::maths;

/// Which of many worlds: the user's seed and the number of the night.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NightKey {
    /// The seed of the whole study.
    pub seed: u64,
    /// The number of the night, from 0.
    pub night: u64,
}

/// Whose luck: a stable number that both arms of a pair share, made of a kind and an index.
/// Boats are numbered by plan, people by boat and seat, units by their place in the scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subject(u64);

impl Subject {
    /// The night itself: weather, surge, what all share.
    pub const NIGHT: Self = Self(1 << 56);

    /// A planned boat.
    #[must_use]
    pub const fn boat(index: u32) -> Self {
        Self(2 << 56 | index as u64)
    }

    /// A person, by the group they started with and their place in it.
    #[must_use]
    pub const fn person(group: u32, seat: u32) -> Self {
        Self(3 << 56 | (group as u64) << 24 | seat as u64)
    }

    /// A unit, sensor or centre, by its place in the scenario.
    #[must_use]
    pub const fn unit(index: u32) -> Self {
        Self(4 << 56 | index as u64)
    }

    /// An encounter between a unit (or sensor) and a boat.
    #[must_use]
    pub const fn encounter(unit: u32, boat: u32) -> Self {
        Self(5 << 56 | (unit as u64) << 24 | boat as u64)
    }

    /// A merchant ship, by its number in the night.
    #[must_use]
    pub const fn ship(index: u32) -> Self {
        Self(7 << 56 | index as u64)
    }

    /// An object of a drift calculation.
    #[must_use]
    pub const fn drifter(index: u32) -> Self {
        Self(9 << 56 | index as u64)
    }

    /// An encounter between a merchant ship and a boat.
    #[must_use]
    pub const fn pass(ship: u32, boat: u32) -> Self {
        Self(8 << 56 | (ship as u64) << 24 | boat as u64)
    }

    /// An encounter between a side's command centre and a boat.
    #[must_use]
    pub const fn case(side: u32, boat: u32) -> Self {
        Self(6 << 56 | (side as u64) << 24 | boat as u64)
    }
}

/// What the number is for. A closed list: a new use gets a new line, at the end, and shifts nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum Purpose {
    /// Meteorological residual of the tide.
    Surge = 1,
    /// Wave and wind level of the night.
    Weather = 2,
    /// Whether a planned boat goes at all.
    GoesAhead = 3,
    /// When a boat is put in the water.
    LaunchTime = 4,
    /// Where a taxi-boat loads.
    Pickup = 5,
    /// How many people wait for a boat.
    GroupSize = 6,
    /// How many are aboard a taxi-boat when it sets out.
    CrewAtLaunch = 7,
    /// Length, beam, tube, inflation, engine of the boat.
    BoatBuild = 8,
    /// Boarding rate at the shore.
    BoardingRate = 9,
    /// Unit exponential of the engine-failure hazard.
    EngineFate = 10,
    /// Unit exponential of the hull-failure hazard.
    HullFate = 11,
    /// Unit exponentials of successive swamping onsets.
    SwampingFate = 12,
    /// Does a hull failure put everyone in the water?
    HullMassImmersion = 13,
    /// Does a swamping onset put everyone in the water?
    SwampingMassImmersion = 14,
    /// Crowd crush at an alarm.
    CrushFate = 15,
    /// Drowning in the boarding zone.
    BoardingDrowning = 16,
    /// Is there a working phone aboard, and is it used?
    Phone = 17,
    /// Delay from distress to a call that gets through.
    CallDelay = 18,
    /// Do the people aboard accept help without distress?
    AcceptsHelp = 19,
    /// Survival class, lifejacket, build of a person.
    PersonClass = 20,
    /// Time to death of a person in the water.
    TimeToDeath = 21,
    /// Death by cold shock at entry.
    ColdShock = 22,
    /// Collapse after rescue.
    PostRescue = 23,
    /// Is a body found?
    BodyFound = 24,
    /// Unit exponential of a sensor's detection hazard on a boat.
    DetectionFate = 25,
    /// Error in the estimated number aboard.
    CountError = 26,
    /// Error in the estimated position.
    PositionError = 27,
    /// Delay of a report to the centre.
    ReportDelay = 28,
    /// Delay of the authority to intercept.
    AuthorityDelay = 29,
    /// Is the lawful request granted (political commitment)?
    AuthorityGrant = 30,
    /// Readiness: time from order to departure.
    Readiness = 31,
    /// Time to come alongside and calm down.
    ApproachTime = 32,
    /// Time to transfer each person.
    TransferTime = 33,
    /// Does someone fall in during an interception?
    InterceptFall = 34,
    /// Does an interception put everyone in the water?
    InterceptMass = 35,
    /// Does someone jump when intercepted?
    InterceptJump = 36,
    /// How many go in the water in an event.
    ImmersedCount = 37,
    /// Which people go in the water.
    ImmersedOrder = 38,
    /// Leeway of a boat adrift.
    Leeway = 39,
    /// Rate of loss of the helmsman's course.
    Steering = 40,
    /// Is a distress call believed and acted upon at once?
    Belief = 41,
    /// Are children in the group?
    Children = 42,
    /// How a seen boat is classified.
    Classification = 43,
    /// When a merchant ship enters, and how it passes.
    Traffic = 44,
    /// Is a ship whose course leads over a boat avoided?
    RunDown = 45,
    /// Does an object adrift go to the other side of the wind?
    Jibe = 46,
    /// Generated weather: the level of the year.
    ClimateYear = 47,
    /// Generated weather: waves, hour by hour.
    ClimateWaves = 48,
    /// Generated weather: the wind's own share, hour by hour.
    ClimateWind = 49,
    /// Generated weather: direction of the wind.
    ClimateDirection = 50,
    /// Generated weather: visibility, hour by hour.
    ClimateVisibility = 51,
    /// Generated weather: fog, hour by hour.
    Fog = 52,
    /// Generated weather: temperatures of sea and air.
    ClimateTemperature = 53,
    /// Error of the forecast made at an hour.
    Forecast = 54,
    /// Are crossings tried on a night of generated weather?
    ActiveNight = 55,
    /// A parameter of the register that is drawn for the night.
    Parameter = 56,
    /// A number of the scenario that is drawn for the night.
    ScenarioNumber = 57,
    /// The dose of cold aboard that a person dies of.
    ColdAboard = 92,
    /// Does a boat turn back of its own accord, and when?
    TurnBack = 93,
    /// What does someone who looks from close by see of those aboard?
    SeenAboard = 125,
    /// Does a boat stop when it is ordered to?
    StopsWhenOrdered = 126,
    /// How long does a shore team need, and does it keep a boat ashore?
    ShoreTeam = 127,
    /// Where does a boat go when its canal is closed?
    CanalClosed = 128,
    /// What share goes in the water in a mass immersion near a vessel?
    MassShare = 62,
    /// Do those aboard drop or cut their engine when a vessel closes?
    EngineDropped = 63,
    /// What becomes of an attempt to stop a boat or turn it back, and how long it takes.
    InterceptOutcome = 64,
    /// Is a unit there tonight?
    Availability = 65,
    /// Unit exponentials of a unit's hazards: breakdown, danger of capsizing.
    UnitFate = 66,
    /// Does the engine run again after some were taken off a boat adrift?
    RestartAfterHelp = 67,
    /// How many boats try on an active day of a year.
    FleetBoats = 70,
    /// Kind and place of a boat of a year.
    FleetPlace = 71,
    /// How deadly a year's crossings are, all hazards together.
    YearEffect = 72,
    /// Does an alarm make the crowd move, how many, and what comes of it?
    Panic = 73,
    /// Who is thrown off a boat that fills, and how long the others hold on.
    Flooding = 74,
    /// Fuel taken for the way.
    Fuel = 75,
    /// What comes of a grounding.
    Grounding = 76,
    /// Does a crowd rush a boat, how many, and does it go over?
    Rush = 77,
    /// Families in a group.
    Families = 78,
    /// Time that people stand in the water before a boat comes.
    Wading = 79,
    /// Unit exponentials of calls for help before any distress.
    EarlyCall = 80,
    /// Does a call find a network?
    Coverage = 81,
    /// When the last telephone aboard is flat.
    Battery = 82,
    /// Is a call made to the other side's centre too?
    BothCentres = 83,
    /// How a caller's place is known, and its error.
    CallFix = 84,
    /// Is a call taken for distress at once, or not acted on at all?
    CallAccepted = 85,
    /// Is a report taken for one about another boat?
    Association = 86,
    /// Does a hand-over between centres name the wrong boat?
    RelayIdentity = 87,
    /// Unit exponential of a search's detection hazard.
    SearchFate = 88,
    /// Points of a search's map of probability.
    SearchMap = 89,
    /// Where a boat lies between a raft and a skiff in the leeway table.
    AdriftPlace = 90,
    /// Does an aircraft on watch fly tonight?
    AircraftFlies = 91,
    /// How hard a request to the authority is, at whatever desk.
    AuthorityCase = 115,
    /// Which state of political commitment holds on the date of the night.
    CommitmentState = 116,
    /// How far a fatal interception lowers the commitment.
    CommitmentFall = 117,
    /// Is word of a closed case passed on to the other centre, and when does it come?
    ClosingWord = 105,
    /// Does word of a closed case name the wrong boat?
    ClosingIdentity = 106,
    /// Does a net foul a propeller, and does the craft that lays it strike the boat?
    Net = 118,
    /// Are a boat's tubes cut, does a ram stop it, and does a tube burst by it?
    HullOpened = 150,
    /// Is a boat that has not come reported, and when?
    Overdue = 107,
    /// How deep people stand who climb aboard a boat.
    BoardingDepth = 108,
    /// Unit exponentials of a boat's hazards from where a night branched off.
    Branch = 160,
    /// Which nights make up a resample of a study.
    Resample = 200,
    /// Which differences change their sign in a permutation test.
    SignFlip = 201,
    /// Points of a design that samples the model's inputs.
    Design = 202,
    /// A number of a class of craft or sensor that is drawn for the night.
    ClassNumber = 140,
}

impl Purpose {
    /// Is it drawn when something comes about, once for each key, and never looked up again? Only such draws may differ
    /// between branches of a night: what was asked for once is known, and would contradict itself.
    #[must_use]
    #[inline]
    pub const fn is_of_the_moment(self) -> bool {
        matches!(
            self,
            Self::Branch
                | Self::EngineFate
                | Self::SwampingFate
                | Self::HullMassImmersion
                | Self::SwampingMassImmersion
                | Self::CrushFate
                | Self::Panic
                | Self::InterceptFall
                | Self::InterceptMass
                | Self::InterceptJump
                | Self::MassShare
                | Self::ImmersedCount
                | Self::EngineDropped
                | Self::PostRescue
        )
    }
}

/// One scrambling round: the SplitMix64 finaliser (a bijection with full avalanche).
#[inline]
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// The numbers of one night. Copy it freely: it holds no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    base: u64,
    /// The same for draws of the moment, unless the night has branched off.
    later: u64,
}

impl Draws {
    /// The draws of this night under this seed.
    #[must_use]
    pub const fn new(key: NightKey) -> Self {
        let a = mix(key.seed.wrapping_add(GOLDEN));
        let base = mix(a ^ key.night.wrapping_mul(GOLDEN).wrapping_add(0x5851_F42D_4C95_7F2D));
        Self { base, later: base }
    }

    /// The same night with other luck from now on: draws of the moment ([`Purpose::is_of_the_moment`]) are another's, whatever
    /// a boat or a person was born with stays. Branches of branches differ from both.
    #[must_use]
    pub const fn branched(self, branch: u64) -> Self {
        Self { later: mix(self.later ^ mix(branch.wrapping_add(GOLDEN))), ..self }
    }

    /// 64 random bits.
    #[must_use]
    #[inline]
    pub const fn bits(self, subject: Subject, purpose: Purpose, counter: u32) -> u64 {
        let base = if purpose.is_of_the_moment() { self.later } else { self.base };
        let a = mix(base ^ subject.0.wrapping_mul(GOLDEN));
        mix(a.wrapping_add(((purpose as u64) << 32 | counter as u64).wrapping_mul(0xD605_BBB5_8C8A_BBB5)))
    }

    /// Uniform on the open interval (0, 1): never 0, never 1.
    #[must_use]
    pub const fn uniform(self, subject: Subject, purpose: Purpose, counter: u32) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit an f64 exactly")]
        let x = (self.bits(subject, purpose, counter) >> 11) as f64;
        (x + 0.5) * (1.0 / 9_007_199_254_740_992.0)
    }

    /// True with this probability.
    #[must_use]
    pub fn chance(self, subject: Subject, purpose: Purpose, counter: u32, probability: f64) -> bool {
        self.uniform(subject, purpose, counter) < probability
    }

    /// Standard normal.
    #[must_use]
    pub fn normal(self, subject: Subject, purpose: Purpose, counter: u32) -> f64 {
        maths::normal_quantile(self.uniform(subject, purpose, counter))
    }

    /// Unit exponential: the fate that a hazard, integrated over time, must reach to fire.
    #[must_use]
    pub fn exponential(self, subject: Subject, purpose: Purpose, counter: u32) -> f64 {
        -maths::ln(self.uniform(subject, purpose, counter))
    }

    /// Lognormal with this median and standard deviation of the logarithm.
    #[must_use]
    pub fn log_normal(self, subject: Subject, purpose: Purpose, counter: u32, median: f64, sigma: f64) -> f64 {
        median * maths::exp(sigma * self.normal(subject, purpose, counter))
    }

    /// Triangular on [low, high] with this mode.
    #[must_use]
    pub fn triangular(self, subject: Subject, purpose: Purpose, counter: u32, low: f64, mode: f64, high: f64) -> f64 {
        triangular_quantile(self.uniform(subject, purpose, counter), low, mode, high)
    }

    /// Poisson count by inversion; meant for small means (below about 30).
    #[must_use]
    pub fn poisson(self, subject: Subject, purpose: Purpose, counter: u32, mean: f64) -> u32 {
        let u = self.uniform(subject, purpose, counter);
        let (mut k, mut p) = (0_u32, maths::exp(-mean));
        let mut sum = p;
        while u > sum && k < 1000 {
            k += 1;
            p *= mean / f64::from(k);
            sum += p;
        }
        k
    }

    /// Whole number in [low, high], both included.
    #[must_use]
    pub fn integer(self, subject: Subject, purpose: Purpose, counter: u32, low: u32, high: u32) -> u32 {
        let span = f64::from(high.saturating_sub(low)) + 1.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in [0, span) and span fits u32")]
        let offset = (self.uniform(subject, purpose, counter) * span) as u32;
        low + offset.min(high.saturating_sub(low))
    }
}

/// The value below which a triangular distribution on [low, high] with this mode has probability `u`.
#[must_use]
pub fn triangular_quantile(u: f64, low: f64, mode: f64, high: f64) -> f64 {
    let split = if high > low { (mode - low) / (high - low) } else { return mode };
    if u < split {
        low + (u * (high - low) * (mode - low)).sqrt()
    } else {
        high - ((1.0 - u) * (high - low) * (high - mode)).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn draws(night: u64) -> Draws {
        Draws::new(NightKey { seed: 42, night })
    }

    #[test]
    fn night_zero_is_not_special() {
        let a: Vec<u64> = (0..100).map(|n| draws(n).bits(Subject::NIGHT, Purpose::Surge, 0)).collect();
        let mut b = a.clone();
        b.sort_unstable();
        b.dedup();
        assert_eq!(a.len(), b.len());
    }

    #[test]
    fn uniforms_have_the_moments_of_uniforms() {
        let n = 200_000_u32;
        let d = draws(7);
        let xs: Vec<f64> = (0..n).map(|i| d.uniform(Subject::boat(i), Purpose::EngineFate, 0)).collect();
        let mean = xs.iter().sum::<f64>() / f64::from(n);
        let var = xs.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(n);
        // Four standard errors of each.
        assert!((mean - 0.5).abs() < 4.0 * 0.288_675 / f64::from(n).sqrt(), "mean {mean}");
        assert!((var - 1.0 / 12.0).abs() < 0.000_8, "variance {var}");
    }

    #[test]
    fn neighbouring_keys_are_uncorrelated() {
        let d = draws(1);
        let n = 100_000_u32;
        for shift in 0..4_u32 {
            let mut s = 0.0;
            for i in 0..n {
                let x = d.uniform(Subject::boat(i), Purpose::EngineFate, 0) - 0.5;
                let y = match shift {
                    0 => d.uniform(Subject::boat(i + 1), Purpose::EngineFate, 0),
                    1 => d.uniform(Subject::boat(i), Purpose::HullFate, 0),
                    2 => d.uniform(Subject::boat(i), Purpose::EngineFate, 1),
                    _ => draws(2).uniform(Subject::boat(i), Purpose::EngineFate, 0),
                } - 0.5;
                s += x * y;
            }
            let r = s / f64::from(n) * 12.0;
            assert!(r.abs() < 4.0 / f64::from(n).sqrt(), "correlation {r} at shift {shift}");
        }
    }

    #[test]
    fn bytes_pass_a_chi_squared_test() {
        let mut seen = [0_u32; 256];
        let d = draws(3);
        for i in 0..256_000_u32 {
            seen[(d.bits(Subject::person(i / 100, i % 100), Purpose::TimeToDeath, 0) & 255) as usize] += 1;
        }
        let chi2: f64 = seen.iter().map(|&k| (f64::from(k) - 1000.0).powi(2) / 1000.0).sum();
        // 255 degrees of freedom: mean 255, sd 22.6.
        assert!((160.0..350.0).contains(&chi2), "chi squared {chi2}");
    }

    #[test]
    fn shapes_have_their_means() {
        let d = draws(5);
        let n = 100_000_u32;
        let mean = |f: &dyn Fn(u32) -> f64| (0..n).map(f).sum::<f64>() / f64::from(n);
        assert!((mean(&|i| d.exponential(Subject::boat(i), Purpose::EngineFate, 0)) - 1.0).abs() < 0.015);
        assert!(
            (mean(&|i| d.triangular(Subject::boat(i), Purpose::TransferTime, 0, 10.0, 25.0, 60.0)) - 95.0 / 3.0).abs()
                < 0.15
        );
        assert!((mean(&|i| f64::from(d.poisson(Subject::boat(i), Purpose::ImmersedCount, 0, 2.5))) - 2.5).abs() < 0.03);
        assert!(
            (mean(&|i| f64::from(d.integer(Subject::boat(i), Purpose::CrewAtLaunch, 0, 3, 14))) - 8.5).abs() < 0.05
        );
        assert!(mean(&|i| d.normal(Subject::boat(i), Purpose::Surge, 0)).abs() < 0.015);
    }

    proptest! {
        #[test]
        fn uniforms_stay_inside_the_open_interval(seed: u64, night: u64, boat: u32, k: u32) {
            let u = Draws::new(NightKey { seed, night }).uniform(Subject::boat(boat), Purpose::Surge, k);
            prop_assert!(u > 0.0 && u < 1.0);
        }
    }
}
