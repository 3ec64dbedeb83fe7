//! How do formulas get at the register? As plain fields, in the unit that the name ends in.
//!
//! One macro writes the struct and the list of its fields, so the two can't differ; the register id of
//! a field is its name with the group set off by a dot. Quantities stay `f64` here because most are
//! coefficients of formulas; each formula makes its quantity at its own door.

use super::register::Register;

macro_rules! parameters {
    ($(#[doc = $doc:literal] $field:ident = $id:literal,)*) => {
        /// All numbers of the model, one field each; value, range, confidence and source stand in
        /// the [`Register`] under the id of the field (`boat_beam_m` is `boat.beam_m`).
        #[derive(Clone, Debug, PartialEq)]
        pub struct Parameters {
            $(#[doc = $doc] #[doc = concat!("\n\nRegister: `", $id, "`.")] pub $field: f64,)*
        }

        /// Field name and register id, in order.
        pub const FIELDS: &[(&str, &str)] = &[$((stringify!($field), $id),)*];

        /// Register id and the sentence of the field, to hold against the register's title.
        #[cfg(test)]
        const DOCS: &[(&str, &str)] = &[$(($id, $doc),)*];

        impl Register {
            /// The values as typed fields.
            ///
            /// # Panics
            /// Never: a register is complete by construction.
            #[must_use]
            pub fn typed(&self) -> Parameters {
                let value = |id: &str| self.get(id).expect("a register is complete by construction").value;
                Parameters { $($field: value($id),)* }
            }
        }

        impl Parameters {
            /// The value under a register id.
            #[must_use]
            pub fn get(&self, id: &str) -> Option<f64> {
                match id {
                    $($id => Some(self.$field),)*
                    _ => None,
                }
            }

            /// Sets the value under a register id, if there is such an id. Bounds are the register's affair.
            pub(super) fn set(&mut self, id: &str, value: f64) {
                match id {
                    $($id => self.$field = value,)*
                    _ => {}
                }
            }

            /// The same with one value changed, if there is such an id. Bounds are the register's affair.
            #[must_use]
            pub fn with(mut self, id: &str, value: f64) -> Option<Self> {
                self.get(id)?;
                self.set(id, value);
                Some(self)
            }
        }
    };
}

parameters! {
    // boats.ron
    /// Length of the shortest boats (lower end of a triangular distribution).
    boat_length_low_m = "boat.length_low_m",
    /// Most usual length of a boat (mode of the triangular distribution).
    boat_length_mode_m = "boat.length_mode_m",
    /// Length of the longest boats (upper end of the triangular distribution).
    boat_length_high_m = "boat.length_high_m",
    /// Beam of a boat.
    boat_beam_m = "boat.beam_m",
    /// Diameter of a fully inflated tube.
    boat_tube_diameter_m = "boat.tube_diameter_m",
    /// Least inflation: tube diameter as a share of its full value (lower end of a uniform distribution).
    boat_inflation_low = "boat.inflation_low",
    /// Greatest inflation (upper end of the uniform distribution).
    boat_inflation_high = "boat.inflation_high",
    /// Mass of hull and floor.
    boat_hull_mass_kg = "boat.hull_mass_kg",
    /// Mass of the engine.
    boat_engine_mass_kg = "boat.engine_mass_kg",
    /// Most usual power of an engine (mode of a triangular distribution).
    engine_power_hp = "engine.power_hp",
    /// Mass of an adult in wet clothes.
    person_mass_kg = "person.mass_kg",
    /// Mass of a child.
    child_mass_kg = "child.mass_kg",
    /// Share of children among those aboard.
    child_share = "child.share",
    /// Coefficient of Fn^2 in the resistance of the hull over its weight.
    resistance_a = "resistance.a",
    /// Coefficient of Fn^6 in the resistance of the hull over its weight.
    resistance_b = "resistance.b",
    /// Share of the engine's power that drives the boat.
    propulsive_efficiency = "propulsive.efficiency",
    /// Share of speed lost per 0.5 m of significant wave height, head on.
    wave_speed_loss_per_half_metre = "wave.speed_loss_per_half_metre",
    /// Least share of calm-water speed that waves leave.
    wave_speed_floor = "wave.speed_floor",
    /// Tube volume per person by which a liferaft's number of places is counted.
    lsa_volume_per_person_m3 = "lsa.volume_per_person_m3",
    /// Hazard of engine failure.
    engine_failure_per_h = "engine.failure_per_h",
    /// Factor on engine failure in waves high enough for spray.
    engine_rough_factor = "engine.rough_factor",
    /// Significant wave height above which spray troubles the engine.
    engine_rough_wave_m = "engine.rough_wave_m",
    /// Factor on engine failure just after the start.
    engine_start_factor = "engine.start_factor",
    /// How long after the start the factor on a fresh engine holds.
    engine_start_minutes = "engine.start_minutes",
    /// Probability that a failed engine is started again by those aboard.
    engine_repair_probability = "engine.repair_probability",
    /// Median time to start a failed engine again.
    engine_repair_minutes = "engine.repair_minutes",
    /// Hazard of a seam or floor giving way, at an overload of 1 in a calm.
    hull_failure_per_h = "hull.failure_per_h",
    /// Exponent of overload in the hazard of hull failure.
    hull_overload_exponent = "hull.overload_exponent",
    /// Probability that a hull failure puts everybody in the water.
    hull_mass_immersion = "hull.mass_immersion",
    /// Share of length times beam that the water-plane of an inflatable covers.
    hull_water_plane_share = "hull.water_plane_share",
    /// Share of the length over which water aboard runs free from side to side.
    hull_free_surface_share = "hull.free_surface_share",
    /// Mean period of the shortest seas, for how often crests come.
    swamping_least_period_s = "swamping.least_period_s",
    /// How much longer the mean period is per metre of wave height.
    swamping_period_rise_s_per_m = "swamping.period_rise_s_per_m",
    /// Relative motion between boat and sea over a quarter of the wave height.
    swamping_motion_factor = "swamping.motion_factor",
    /// Factor on relative motion when the boat lies broadside, engine dead.
    swamping_dead_factor = "swamping.dead_factor",
    /// Probability that a wave over the freeboard starts a swamping.
    swamping_onset_probability = "swamping.onset_probability",
    /// Probability that the onset of swamping puts everybody in the water.
    swamping_mass_immersion = "swamping.mass_immersion",
    /// Freeboard lost to water aboard at each onset of swamping.
    swamping_freeboard_loss_m = "swamping.freeboard_loss_m",
    /// Expected crush events per alarm at the reference crowding.
    crush_coefficient = "crush.coefficient",
    /// Crowding at which crushing begins to be a danger.
    crush_reference_density = "crush.reference_density",
    /// Floor area as a share of length times beam.
    floor_area_share = "floor.area_share",
    /// Mean number of deaths beyond the first in a crush event (Poisson).
    crush_further_deaths_mean = "crush.further_deaths_mean",
    /// Slowest boarding from waist-deep water (lower end of a uniform distribution).
    boarding_rate_low_per_min = "boarding.rate_low_per_min",
    /// Fastest boarding from waist-deep water (upper end of the uniform distribution).
    boarding_rate_high_per_min = "boarding.rate_high_per_min",
    /// Probability of drowning in the boarding zone, per person boarding.
    boarding_drowning_per_person = "boarding.drowning_per_person",
    /// Mean share of a waiting group that does not manage to board.
    boarding_left_behind_share = "boarding.left_behind_share",
    /// Speed of a taxi-boat along the coast before loading.
    taxi_coasting_speed_kn = "taxi.coasting_speed_kn",
    /// Height of the bed of the Aa channel at Gravelines above chart datum.
    canal_bed_aa_m = "canal.bed_aa_m",
    /// Height of the bar of the Canche above chart datum.
    sill_canche_m = "sill.canche_m",
    /// Height of the bar of the Authie above chart datum.
    sill_authie_m = "sill.authie_m",
    /// Height of the bed of the Somme at Le Hourdel above chart datum.
    sill_somme_m = "sill.somme_m",
    /// Water an empty inflatable needs in the channel: draught and a margin.
    canal_under_keel_m = "canal.under_keel_m",
    /// How long a boat held up by the tide waits before it gives up.
    stranded_patience_h = "stranded.patience_h",
    /// Share of its speed that a boat keeps after its hull gave way.
    holed_speed_share = "holed.speed_share",
    /// Correlation between the size of a group and the length of its boat.
    boat_load_match = "boat.load_match",
    /// Exponent by which beam and tubes grow with length.
    boat_scale_exponent = "boat.scale_exponent",
    /// Height of the common centre of gravity of boat and sitting people above the keel.
    stability_centre_m = "stability.centre_m",
    /// How far that centre rises when people stand.
    stability_standing_m = "stability.standing_m",
    /// How far to one side those move who move in a panic.
    stability_shift_m = "stability.shift_m",
    /// Factor on the share of people who move when a crowd moves, Beta(2, 10) with a mean of one in six.
    stability_moving_factor = "stability.moving_factor",
    /// Probability that an alarm makes a crowd move.
    stability_panic = "stability.panic",
    /// Probability that a boat whose edge went under fills.
    stability_mass_flooding = "stability.mass_flooding",
    /// Mean share of people who fall when the edge just went under and the boat did not fill.
    stability_falls_share = "stability.falls_share",
    /// Distance at which a vessel that closes alarms the people aboard.
    alarm_vessel_range_m = "alarm.vessel_range_m",
    /// People pulled back aboard a minute after a fall from a boat that floats.
    falls_pulled_back_per_min = "falls.pulled_back_per_min",
    /// Freeboard that a hull loses each hour after it gave way without filling at once.
    deflation_freeboard_per_h_m = "deflation.freeboard_per_h_m",
    /// Weight of a person who is partly in the water, as the tubes of a flooded boat feel it.
    flooded_person_kg = "flooded.person_kg",
    /// Share of people thrown off when a boat fills.
    flooded_thrown_share = "flooded.thrown_share",
    /// Mean time for which people hold on to a flooded boat.
    flooded_hold_h = "flooded.hold_h",
    /// Share of their air that the tubes keep when a hull failure fills the boat.
    flooded_air_after_failure = "flooded.air_after_failure",
    /// Share of their full air that torn tubes go on losing each hour.
    flooded_air_loss_per_h = "flooded.air_loss_per_h",
    /// Floor area per person by which a liferaft's number of places is counted.
    lsa_floor_per_person_m2 = "lsa.floor_per_person_m2",
    /// Probability that a grounding tears the hull.
    grounding_hull_failure = "grounding.hull_failure",
    /// Probability that a boat under way sees a shoal and steers clear of it.
    grounding_cleared = "grounding.cleared",
    /// Water beyond its draught that a boat needs to float again.
    grounding_refloat_m = "grounding.refloat_m",
    /// Distance over dry ground that people aground walk to a beach.
    grounding_walk_m = "grounding.walk_m",
    /// Probability that people aground near the French beach give up and walk ashore.
    grounding_give_up = "grounding.give_up",
    /// Power of the weakest engines (lower end of a triangular distribution).
    engine_power_low_hp = "engine.power_low_hp",
    /// Power of the strongest engines (upper end of the triangular distribution).
    engine_power_high_hp = "engine.power_high_hp",
    /// Correlation between the length of a boat and the power of its engine.
    engine_power_match = "engine.power_match",
    /// Least fuel taken.
    fuel_tank_low_l = "fuel.tank_low_l",
    /// Most fuel taken, in tanks and cans.
    fuel_tank_high_l = "fuel.tank_high_l",
    /// Share of full power that an engine gives on the way, as its fuel burns.
    fuel_load = "fuel.load",
    /// Specific fuel consumption of the engine.
    fuel_kg_per_kwh = "fuel.kg_per_kwh",
    /// Median of the fuel taken over what the way burns in a calm.
    fuel_margin = "fuel.margin",
    /// Spread of that (standard deviation of the logarithm).
    fuel_margin_sigma = "fuel.margin_sigma",
    /// Largest group for which a small boat is used.
    boat_small_group = "boat.small_group",
    /// Length of the smallest boats (lower end of a uniform distribution).
    boat_small_low_m = "boat.small_low_m",
    /// Length of the largest of the small boats (upper end of the uniform distribution).
    boat_small_high_m = "boat.small_high_m",
    /// Share of boats longer than the triangular distribution gives.
    boat_large_share = "boat.large_share",
    /// Length of the longest of those.
    boat_largest_m = "boat.largest_m",
    /// Height of breakers in which boarding has its usual drownings.
    boarding_usual_breaker_m = "boarding.usual_breaker_m",
    /// Share of the boarding rate lost per metre of breaker height.
    boarding_rate_loss_per_m = "boarding.rate_loss_per_m",
    /// Least share of the boarding rate that breakers leave.
    boarding_rate_floor = "boarding.rate_floor",
    /// Height of breakers at the beach over the significant height of the sea before it.
    surf_breaker_factor = "surf.breaker_factor",
    /// People in the smallest family.
    family_least = "family.least",
    /// People in the largest family.
    family_most = "family.most",
    /// Share of people who travel in families of two to five.
    family_share = "family.share",
    /// Probability that a member of a family boards or stays as its first does.
    family_together = "family.together",
    /// Probability that more people than planned make for a boat.
    rush_probability = "rush.probability",
    /// Fewest who do, as a share of the group (lower end of a uniform distribution).
    rush_share_low = "rush.share_low",
    /// Most who do (upper end of the uniform distribution).
    rush_share_high = "rush.share_high",
    /// Probability that a boat that is rushed goes over, in the usual breakers.
    rush_overturn = "rush.overturn",
    /// Least depth in which people climb aboard (lower end of a uniform distribution).
    boarding_depth_low_m = "boarding.depth_low_m",
    /// Greatest depth in which people climb aboard (upper end of the uniform distribution).
    boarding_depth_high_m = "boarding.depth_high_m",
    /// Share of the boarding rate lost per metre of depth beyond the usual.
    boarding_rate_loss_per_depth_m = "boarding.rate_loss_per_depth_m",
    /// Shortest time that people stand in the water before a taxi-boat comes (lower end of a uniform distribution).
    wading_low_min = "wading.low_min",
    /// Longest time that they do (upper end of the uniform distribution).
    wading_high_min = "wading.high_min",
    /// Least place of a boat adrift with people aboard between a refugee raft (0) and an outboard skiff (1) in the leeway table.
    leeway_between_low = "leeway.between_low",
    /// Greatest place of a boat adrift with people aboard between a refugee raft (0) and an outboard skiff (1).
    leeway_between_high = "leeway.between_high",
    /// Probability within an hour that an object adrift goes over to the other side of the wind.
    leeway_jibe_per_h = "leeway.jibe_per_h",
    /// Share of the leeway error of people in the water that all from one boat have in common.
    leeway_shared_share = "leeway.shared_share",
    /// People beyond those planned who find a place aboard a boat that is rushed, as a share of those planned.
    rush_aboard_share = "rush.aboard_share",
    /// Where a boat that is boarded goes over in the surf, as a share of the distance within which people can stand.
    rush_overturn_place = "rush.overturn_place",
    /// Way made good over the way through the water: nobody aboard steers a straight line.
    boat_made_good = "boat.made_good",
    /// Share of boats that turn back to their beach of their own accord.
    turn_back_share = "turn_back.share",
    /// Longest time after setting out at which a boat turns back of its own accord (upper end of a uniform distribution).
    turn_back_within_min = "turn_back.within_min",

    // people.ron
    /// Probability that a person in the water has no flotation, holds nothing and swims badly.
    p_no_flotation = "p.no_flotation",
    /// Mean time to drowning without flotation (exponential).
    no_flotation_mean_min = "no_flotation.mean_min",
    /// Weibull shape of survival time with flotation.
    flotation_weibull_shape = "flotation.weibull_shape",
    /// Quality of flotation: factor on survival time (poor jackets or a wreck to hold; good jackets would be 1).
    flotation_quality = "flotation.quality",
    /// Time that half survive in water with flotation, extrapolated to 0 °C.
    survival_t50_scale_h = "survival.t50_scale_h",
    /// Growth of that time with water temperature.
    survival_t50_rate_per_c = "survival.t50_rate_per_c",
    /// Longest time that half survive, however warm.
    survival_t50_cap_h = "survival.t50_cap_h",
    /// Probability of death by cold shock at 5 °C with flotation.
    cold_shock_flotation = "cold_shock.flotation",
    /// Probability of death by cold shock at 5 °C without flotation.
    cold_shock_others = "cold_shock.others",
    /// Water temperature above which cold shock is not counted.
    cold_shock_threshold_c = "cold_shock.threshold_c",
    /// Rise of the hazard with flotation per metre of significant wave height (splash over poor jackets).
    flotation_wave_hazard_per_m = "flotation.wave_hazard_per_m",
    /// Survival time of a child over that of an adult man.
    build_factor_child = "build.factor_child",
    /// Probability of death after rescue from more than 30 min in water colder than 15 °C.
    post_rescue_short = "post_rescue.short",
    /// Probability of death after rescue from more than 2 h in the water.
    post_rescue_long = "post_rescue.long",
    /// Time in the water after which someone rescued may collapse.
    post_rescue_short_after_min = "post_rescue.short_after_min",
    /// Time in the water after which the danger of that is the larger one.
    post_rescue_long_after_h = "post_rescue.long_after_h",
    /// Probability that a person who died at sea is found dead, not missing.
    body_found_probability = "body_found.probability",
    /// Time after which someone in water shallow enough to stand wades ashore.
    wade_ashore_min = "wade.ashore_min",
    /// Survival time of a woman or thin adult over that of an adult man.
    build_factor_slight = "build.factor_slight",
    /// Survival time of an adult with much body fat over that of an adult man.
    build_factor_stout = "build.factor_stout",
    /// Share of women and thin adults among the adults.
    build_slight_share = "build.slight_share",
    /// Share of adults with much body fat among the adults.
    build_stout_share = "build.stout_share",
    /// Share of adults who can swim in open water, clothed.
    swimmer_share = "swimmer.share",
    /// Probability of a swimmer to find nothing to hold, over that of someone who cannot swim.
    swimmer_unheld_factor = "swimmer.unheld_factor",
    /// Share of people who wear a lifejacket of any kind.
    jacket_worn_share = "jacket.worn_share",
    /// Share of these lifejackets that carry (the others are stuffed with cotton, or too small).
    jacket_effective_share = "jacket.effective_share",
    /// Share of people with an inner tube or ring, of those without a lifejacket.
    tube_share = "tube.share",
    /// Share of people with neither flotation that carries nor the ability to swim, at which the probability of no flotation was set.
    no_flotation_exposed_share = "no_flotation.exposed_share",
    /// Probability that someone who falls where boats are boarded has no flotation, holds nothing and swims badly.
    p_no_flotation_boarding = "p.no_flotation_boarding",
    /// Time before a swimmer without flotation can fail.
    swim_delay_min = "swim.delay_min",
    /// Time in the water before which nobody is said to have died of cold.
    hypothermia_from_min = "hypothermia.from_min",
    /// Median time from then to swimming failure at 5 °C and below.
    swim_median_min = "swim.median_min",
    /// Growth of that time with water temperature above 5 °C.
    swim_rise_min_per_c = "swim.rise_min_per_c",
    /// Spread of that time (sigma of the logarithm).
    swim_sigma = "swim.sigma",
    /// The same factor as flotation.quality for a lifejacket that carries.
    flotation_quality_real = "flotation.quality_real",
    /// Minutes of survival in the water lost for a minute of standing in it before.
    waded_weight = "waded.weight",
    /// Factor on the probability of death after rescue if someone is lifted out upright.
    post_rescue_vertical_factor = "post_rescue.vertical_factor",
    /// Felt temperature below which cold adds up in people aboard an open boat.
    chill_threshold_c = "chill.threshold_c",
    /// Degrees by which soaked clothes lower the felt temperature.
    chill_wet_c = "chill.wet_c",
    /// Wetness of people aboard after wading, without water in the boat, as a share of soaked.
    chill_usual_wetness = "chill.usual_wetness",
    /// Dose of cold that half of adult men die of aboard, degree-hours below the threshold.
    chill_median_dose = "chill.median_dose",
    /// Weibull shape of that dose.
    chill_shape = "chill.shape",
    /// Place of people in the water between those of unknown state (0) and those upright in a lifejacket (1) in the leeway table.
    piw_jacket_share = "piw.jacket_share",
    /// Rate at which people part while a wreck is there to hold on to, as a share of the rate without one.
    wreck_spread_factor = "wreck.spread_factor",

    // sensing.ron
    /// Relative standard error of the number aboard, seen by day from afar.
    count_error_day = "count_error.day",
    /// Relative standard error of the number aboard, seen at night from afar.
    count_error_night = "count_error.night",
    /// Relative standard error of the number aboard from close by.
    close_look_error = "close_look.error",
    /// Range within which an observer sees details of a boat.
    close_look_range_m = "close_look.range_m",
    /// Standard error of a reported position.
    position_error_nm = "position.error_nm",
    /// How fast a sea takes radar echoes away: the exponent per metre of wave height.
    radar_wave_decay_per_m = "radar.wave_decay_per_m",
    /// Factor on radar range for an almost empty boat.
    empty_boat_radar_factor = "empty_boat.radar_factor",
    /// Factor on visual sweep width on a night without Moon and lights.
    visual_night_factor = "visual.night_factor",
    /// Time without a report after which a contact is dropped from the plot.
    contact_lost_after_min = "contact.lost_after_min",
    /// Largest estimated number aboard at which a boat still looks like a taxi-boat before loading.
    taxi_look_most = "taxi.look_most",
    /// How far off a crew sees people in the water whom it looks for.
    people_sight_nm = "people.sight_nm",
    /// Time between two counts of the people aboard by the same watchers.
    look_again_min = "look.again_min",
    /// A track is held by whoever would find the boat again within this time, on average.
    hold_within_min = "hold.within_min",
    /// From this many aboard a boat echoes on radar as a loaded one.
    echo_full_from = "echo.full_from",
    /// Factor on visual sweep width at night under a high full Moon.
    visual_moonlight_factor = "visual.moonlight_factor",
    /// Hours on watch after which a crew sees less.
    watch_tired_after_h = "watch.tired_after_h",
    /// Length of a watch.
    watch_length_h = "watch.length_h",
    /// Factor on sweep width for a tired crew.
    sweep_fatigue_factor = "sweep.fatigue_factor",
    /// Factor on sweep width for small objects in 15 to 25 kn of wind or waves of 1 to 1.5 m.
    sweep_moderate_factor = "sweep.moderate_factor",
    /// Factor on sweep width for small objects in more wind or waves than that.
    sweep_rough_factor = "sweep.rough_factor",
    /// Wind from which sweep widths are those of moderate weather.
    sweep_moderate_wind_kn = "sweep.moderate_wind_kn",
    /// Wind above which they are those of rough weather.
    sweep_rough_wind_kn = "sweep.rough_wind_kn",
    /// Significant wave height from which sweep widths are those of moderate weather.
    sweep_moderate_wave_m = "sweep.moderate_wave_m",
    /// Significant wave height above which they are those of rough weather.
    sweep_rough_wave_m = "sweep.rough_wave_m",
    /// Factor from rafts and power boats to a laden inflatable, which lies low and dark.
    sweep_inflatable_factor = "sweep.inflatable_factor",
    /// Factor from a raft for six to a swamped inflatable.
    sweep_swamped_factor = "sweep.swamped_factor",
    /// Factor on the sweep width of a helicopter at 500 ft for people in the water of whom one wears a lifejacket.
    sweep_jacket_factor = "sweep.jacket_factor",
    /// Speed at which the sweep widths of vessels are taken to hold.
    sweep_vessel_speed_kn = "sweep.vessel_speed_kn",
    /// Speed at which the sweep widths of helicopters hold.
    sweep_helicopter_speed_kn = "sweep.helicopter_speed_kn",
    /// Speed at which the sweep widths of aeroplanes hold.
    sweep_aeroplane_speed_kn = "sweep.aeroplane_speed_kn",
    /// Range of a thermal camera on people in the water as a share of that on a loaded boat.
    thermal_people_factor = "thermal.people_factor",
    /// Height of what echoes to radar on an inflatable.
    echo_height_m = "echo.height_m",
    /// Visibility below which thermal cameras see nothing and unarmed aircraft do not fly.
    thermal_fog_nm = "thermal.fog_nm",
    /// Factor on the rate of sighting for lookouts who know where to look.
    cued_factor = "cued.factor",
    /// How far off a crew is sure to see a boat that it looks for.
    boat_sight_nm = "boat.sight_nm",
    /// Wind above which drones and patrol aircraft are not flown.
    aircraft_wind_limit_kn = "aircraft.wind_limit_kn",
    /// Air temperature below which icing keeps drones and patrol aircraft on the ground.
    aircraft_ice_temperature_c = "aircraft.ice_temperature_c",
    /// Probability that a drone on duty flies on a night of good weather.
    drone_availability = "drone.availability",
    /// Probability that a patrol aircraft on duty flies on a night of good weather.
    patrol_aircraft_availability = "patrol_aircraft.availability",
    /// How far off a boat is in sight of people on the beach by daylight, in clear air.
    beach_sight_nm = "beach.sight_nm",

    // command.ron
    /// Median time from detection to the rescue centre.
    report_delay_median_min = "report_delay.median_min",
    /// Spread of that time (standard deviation of the logarithm).
    report_delay_sigma = "report_delay.sigma",
    /// Median time for the centre to classify a report.
    classify_delay_median_min = "classify_delay.median_min",
    /// Spread of that time.
    classify_delay_sigma = "classify_delay.sigma",
    /// Median time from decision to a unit tasked.
    task_delay_median_min = "task_delay.median_min",
    /// Spread of that time.
    task_delay_sigma = "task_delay.sigma",
    /// Share by which each boat that a centre works on lengthens its times of classifying and tasking.
    centre_load_per_boat = "centre.load_per_boat",
    /// Probability that somebody aboard has a working telephone.
    phone_working = "phone.working",
    /// Probability that a call is made in distress.
    call_made = "call.made",
    /// Median time from danger to the first call.
    call_delay_median_min = "call_delay.median_min",
    /// Spread of that time.
    call_delay_sigma = "call_delay.sigma",
    /// Spread of the time from order to departure of a unit at readiness (standard deviation of the logarithm).
    readiness_sigma = "readiness.sigma",
    /// Least urgency given to a call that is thought exaggerated: factor uniform between this and 1; delays are divided by it.
    belief_low = "belief.low",
    /// Time for which the rules must say otherwise before an order in hand is withdrawn.
    review_patience_min = "review.patience_min",
    /// Time after which people in distress call again if no unit has come.
    call_again_min = "call.again_min",
    /// Number aboard that a centre plans for when it does not know.
    planning_number_aboard = "planning.number_aboard",
    /// Time without a sign after which the search for a boat in distress is stopped.
    search_stops_after_min = "search.stops_after_min",
    /// Most units that a centre sends to one boat.
    most_units = "most.units",
    /// Median time from setting out until the last telephone aboard is flat or wet.
    phone_battery_median_h = "phone.battery_median_h",
    /// Spread of that time (standard deviation of the logarithm).
    phone_battery_sigma = "phone.battery_sigma",
    /// Distance from the coast within which a telephone always finds a network.
    coverage_full_nm = "coverage.full_nm",
    /// Distance from the coast beyond which it never does.
    coverage_none_nm = "coverage.none_nm",
    /// Share of calls with a position shared from the telephone.
    call_shared_share = "call.shared_share",
    /// Share of calls placed by the network.
    call_network_share = "call.network_share",
    /// Probable error of a shared position.
    call_shared_error_nm = "call.shared_error_nm",
    /// Probable error of a position by the network.
    call_network_error_nm = "call.network_error_nm",
    /// Probable error of a position told in words.
    call_spoken_error_nm = "call.spoken_error_nm",
    /// Probability that a call is made to the other side's centre too.
    call_both_centres = "call.both_centres",
    /// Calls for help an hour from a boat under way that is not in distress.
    call_early_per_h = "call.early_per_h",
    /// Probability that a call from a boat in distress is taken for distress at once.
    call_distress_accepted = "call.distress_accepted",
    /// Probability that a call before any distress is taken for distress at once.
    call_early_accepted = "call.early_accepted",
    /// Probability that a call is not acted on at all.
    call_disregarded = "call.disregarded",
    /// Hazard of taking one boat for another, for each further boat at sea.
    association_confusion_per_h = "association.confusion_per_h",
    /// Growth of that hazard for each hour on watch after tiring.
    association_fatigue_per_h = "association.fatigue_per_h",
    /// Believed places farther apart than this are not taken for one boat.
    association_reach_nm = "association.reach_nm",
    /// Probability that a hand-over between centres names the wrong boat.
    relay_identity_error = "relay.identity_error",
    /// Probability that a centre tells the other when a case that both hold is over.
    relay_closing_told = "relay.closing_told",
    /// Median time until word of a closed case has reached the other centre and is acted on.
    relay_closing_median_min = "relay.closing_median_min",
    /// Spread of that time (standard deviation of the logarithm).
    relay_closing_sigma = "relay.closing_sigma",
    /// Time for which a contact dropped from the plot is known again by its number.
    contact_kept_h = "contact.kept_h",
    /// Probability that somebody who awaits a boat's passengers reports that it has not come.
    overdue_awaited = "overdue.awaited",
    /// Probability that a centre which had a boat on its plot notices that it has not come.
    overdue_noticed = "overdue.noticed",
    /// Median time from setting out until a boat that has not come is reported.
    overdue_after_h = "overdue.after_h",
    /// Spread of that time (standard deviation of the logarithm).
    overdue_sigma = "overdue.sigma",
    /// Time of inquiries after which the case of an overdue boat goes one emergency phase up.
    overdue_step_min = "overdue.step_min",
    /// Probable error of the place where an overdue boat is looked for first.
    overdue_error_nm = "overdue.error_nm",
    /// Share of merchant ships that report a boat they see while a broadcast asks them to look out for one.
    overdue_ships_look_out = "overdue.ships_look_out",
    /// Probability that a further call from a boat believed found is seen to be another case.
    case_reopened_by_call = "case.reopened_by_call",
    /// Error of drift in the plan of a search.
    search_drift_error_kn = "search.drift_error_kn",
    /// Error of the searching unit's own position.
    search_navigation_error_nm = "search.navigation_error_nm",
    /// Largest total probable error for a sector search by one unit.
    search_sector_up_to_nm = "search.sector_up_to_nm",
    /// Largest total probable error for an expanding square by one unit.
    search_square_up_to_nm = "search.square_up_to_nm",
    /// How long a unit that has found a boat keeps it in sight while units close.
    search_in_sight_min = "search.in_sight_min",
    /// Cumulative probability of success at which an unsuccessful search is stopped.
    search_stop_at_success = "search.stop_at_success",
    /// A search for people in the water is stopped after this many times the time in which half survive.
    search_survival_factor = "search.survival_factor",
    /// Speed from one person in the water to the next.
    gathering_speed_kn = "gathering.speed_kn",
    /// Share of the spread of the time at a desk of authority that belongs to the case and is the same at each desk.
    authority_case_correlation = "authority.case_correlation",
    /// Factor on the time at a desk of authority outside its hours, when a duty officer answers.
    authority_closed_factor = "authority.closed_factor",
    /// Time for which an order of authority holds, if the doctrine does not say.
    authority_valid_min = "authority.valid_min",
    /// Time after a refusal or expiry before authority is asked again on the same contact, if the doctrine does not say.
    authority_again_min = "authority.again_min",
    /// Least share of political commitment that a fatal interception takes away.
    commitment_fall_low = "commitment.fall_low",
    /// Largest share of political commitment that a fatal interception takes away.
    commitment_fall_high = "commitment.fall_high",
    /// Days after a fatal interception for which commitment is lower.
    commitment_fall_days = "commitment.fall_days",
    /// Time for which a unit's camera must have a boat in sight until evidence is recorded.
    evidence_record_min = "evidence.record_min",

    // units.ron
    /// Median time to approach a boat and calm it before a transfer.
    approach_median_min = "approach.median_min",
    /// Spread of that time.
    approach_sigma = "approach.sigma",
    /// Shortest time to take one person off (lower end of a triangular distribution).
    transfer_low_s = "transfer.low_s",
    /// Most usual time to take one person off.
    transfer_mode_s = "transfer.mode_s",
    /// Longest time to take one person off (upper end).
    transfer_high_s = "transfer.high_s",
    /// Factor on transfer time at night.
    night_transfer_factor = "night.transfer_factor",
    /// Factor on transfer time in rough water.
    rough_transfer_factor = "rough.transfer_factor",
    /// Significant wave height above which water is rough for a transfer.
    rough_transfer_wave_m = "rough.transfer_wave_m",
    /// Share of the rate of recovery from the water lost per metre of wave height above 0.5 m.
    rough_recovery_loss_per_m = "rough.recovery_loss_per_m",
    /// Significant wave height above which recovery from the water slows.
    rough_recovery_wave_m = "rough.recovery_wave_m",
    /// Least share of the rate of recovery from the water that waves leave.
    rough_recovery_floor = "rough.recovery_floor",
    /// Probability that a boat that accepts help does so in part: some leave it, the rest go on.
    partial_probability = "partial.probability",
    /// Mean share of those aboard who leave a boat that accepts help in part.
    partial_share = "partial.share",
    /// Probability that nobody aboard accepts help when there is no distress.
    refusal_probability = "refusal.probability",
    /// Probability that help is accepted by a boat that has been adrift for long.
    accept_when_adrift = "accept.when_adrift",
    /// Time adrift that counts as long for accepting help.
    adrift_patience_min = "adrift.patience_min",
    /// Probability that a boat met by a British unit in the British region lets people be taken off.
    uk_acceptance = "uk.acceptance",
    /// People landed per minute in port.
    disembark_per_min = "disembark.per_min",
    /// Time a unit spends in port after landing people before it is available again.
    turnaround_min = "turnaround.min",
    /// Distance kept when escorting.
    escort_distance_m = "escort.distance_m",
    /// Distance from which a boat is hailed.
    hail_distance_m = "hail.distance_m",
    /// Time to hail a boat and to be answered.
    hail_minutes = "hail.minutes",
    /// Distance at which a rescue unit stands by.
    standby_distance_m = "standby.distance_m",
    /// Probability that children aboard are seen from close by, by day.
    look_child_seen_day = "look.child_seen_day",
    /// Probability that children aboard are seen from close by, at night.
    look_child_seen_night = "look.child_seen_night",
    /// Share of people with a lifejacket below which few are seen.
    look_few_jackets_share = "look.few_jackets_share",
    /// Distance kept when shadowing.
    shadow_distance_m = "shadow.distance_m",
    /// Water a vessel keeps under its keel.
    vessel_under_keel_m = "vessel.under_keel_m",
    /// Slope of the foreshore, as far as it decides where a small boat floats.
    foreshore_slope = "foreshore.slope",
    /// Distance from the shore within which the foreshore's slope is taken where the grid has less water.
    foreshore_width_m = "foreshore.width_m",
    /// Most water that the slope of the foreshore gives a hull where the grid has less.
    foreshore_most_m = "foreshore.most_m",
    /// How far off its ship a ship's small boat works.
    tender_reach_m = "tender.reach_m",
    /// Range at which a unit counts as being on the spot.
    on_scene_range_m = "on_scene.range_m",
    /// Least share of calm-water speed that a unit keeps in waves.
    minimum_speed_factor = "minimum.speed_factor",
    /// Speed of a unit with a boat in tow.
    tow_speed_kn = "tow.speed_kn",
    /// Speed of a ship's small boat on its way to and fro.
    tender_speed_kn = "tender.speed_kn",
    /// People a minute who climb from a ship's small boat aboard the ship.
    tender_unload_per_min = "tender.unload_per_min",
    /// Factor on the rate out of the water with a mass-rescue device.
    staircase_factor = "staircase.factor",
    /// Time a helicopter takes to set up before the first hoist.
    hoist_set_up_min = "hoist.set_up_min",
    /// Share of its speed that a unit keeps with more aboard than its ordinary number.
    overfull_speed_share = "overfull.speed_share",
    /// Hazard per hour that a unit filled to its utmost is in danger of capsizing, in waves of 0.5 m.
    overfull_danger_per_h = "overfull.danger_per_h",
    /// Hours after which a crew without watches must be back in port.
    crew_limit_h = "crew.limit_h",
    /// Time in port until a relief crew is aboard.
    crew_relief_min = "crew.relief_min",
    /// Hours on watch from which reactions slow.
    fatigue_from_h = "fatigue.from_h",
    /// Share by which reactions slow per further hour on watch.
    fatigue_reaction_per_h = "fatigue.reaction_per_h",
    /// Factor on the straight way home when a unit reckons its last moment to turn back.
    return_detour_factor = "return.detour_factor",
    /// Time kept in hand when a unit reckons its last moment to turn back.
    return_reserve_min = "return.reserve_min",
    /// Rate at which a unit under way breaks down.
    breakdown_per_h = "breakdown.per_h",
    /// Factor on the rate of breakdowns once a crew has been out longer than its limit.
    breakdown_tired_factor = "breakdown.tired_factor",
    /// Active nights in a row before this one.
    availability_active_nights = "availability.active_nights",
    /// Share of units lost for each active night in a row.
    availability_loss_per_night = "availability.loss_per_night",
    /// How far off a full boat looks for a larger ship to hand people over to.
    handover_reach_nm = "handover.reach_nm",
    /// People a minute who go over from one unit to another.
    handover_per_min = "handover.per_min",
    /// Probability that those who stay aboard a boat adrift after others were taken off get its engine going.
    restart_after_help = "restart.after_help",
    /// Time from an order to arrival within which people count as covered by a free rescue unit.
    cover_within_min = "cover.within_min",

    // traffic.ron
    /// Merchant ships that pass the strait in a day, both ways together.
    traffic_ships_per_day = "traffic.ships_per_day",
    /// Speed of the slowest merchant ships.
    traffic_speed_low_kn = "traffic.speed_low_kn",
    /// Most common speed of merchant ships.
    traffic_speed_mode_kn = "traffic.speed_mode_kn",
    /// Speed of the fastest merchant ships.
    traffic_speed_high_kn = "traffic.speed_high_kn",
    /// Spread of merchant ships across their lane (standard deviation).
    traffic_lateral_sd_m = "traffic.lateral_sd_m",
    /// Median length of merchant ships.
    traffic_length_median_m = "traffic.length_median_m",
    /// Spread of the lengths of merchant ships (sigma of the logarithm).
    traffic_length_sigma = "traffic.length_sigma",
    /// Share of merchant ships that report a small boat they see.
    traffic_reports = "traffic.reports",
    /// Distance within which the wash of a passing ship alarms the people aboard.
    traffic_wash_range_m = "traffic.wash_range_m",
    /// Probability that neither avoids the other when a ship's course leads over a boat under way.
    traffic_collision_under_way = "traffic.collision_under_way",
    /// Probability that a ship does not avoid a boat adrift over which its course leads.
    traffic_collision_adrift = "traffic.collision_adrift",
    /// Height of a ship's wash 100 m from it.
    traffic_wash_height_m = "traffic.wash_height_m",

    // interception.ron
    /// Slope of the harm logit in ln(n/20), n the number aboard.
    intercept_load_slope = "intercept.load_slope",
    /// Slope of the harm logit per 0.5 m of significant wave height.
    intercept_wave_slope = "intercept.wave_slope",
    /// Addition to the harm logit at night.
    intercept_night = "intercept.night",
    /// Addition to the harm logit: shadowing beyond 100 m.
    intercept_level1 = "intercept.level1",
    /// Addition to the harm logit: alongside, cooperative.
    intercept_level2 = "intercept.level2",
    /// Odds of harm when a practised crew comes alongside to help, over those of MODEL 8.2.
    alongside_practised_factor = "alongside.practised_factor",
    /// Addition to the harm logit: blocking, herding, wake.
    intercept_level3 = "intercept.level3",
    /// Addition to the harm logit: contact, boarding under way, disabling.
    intercept_level4 = "intercept.level4",
    /// Intercept of the logit of at least one person in the water, levels 3 and 4.
    intercept_fall_intercept = "intercept.fall_intercept",
    /// Intercept of the logit of everybody in the water, levels 3 and 4.
    intercept_mass_intercept = "intercept.mass_intercept",
    /// Intercept of the logit of at least one person in the water, levels 1 and 2.
    intercept_near_fall_intercept = "intercept.near_fall_intercept",
    /// Intercept of the logit of everybody in the water, levels 1 and 2.
    intercept_near_mass_intercept = "intercept.near_mass_intercept",
    /// Probability that people jump at level 3 or 4 when many are aboard.
    intercept_jump_probability = "intercept.jump_probability",
    /// Number aboard from which jumping is counted.
    intercept_jump_from = "intercept.jump_from",
    /// Mean number of people in the water beyond the first, per 55 aboard (Poisson).
    intercept_fall_mean_per_55 = "intercept.fall_mean_per_55",
    /// Share of those aboard in the water in a mass event.
    intercept_mass_share = "intercept.mass_share",
    /// Depth in which people can stand.
    shallow_depth_m = "shallow.depth_m",
    /// Distance from shore within which standing depth counts as safe to wade.
    shallow_shore_m = "shallow.shore_m",
    /// Factor on the probability of no flotation in such shallows.
    shallow_p_factor = "shallow.p_factor",
    /// Median time from arrival to a boat brought to a stop in an interception.
    stop_minutes_median = "stop.minutes_median",
    /// Spread of that time.
    stop_sigma = "stop.sigma",
    /// Probability that a net laid before a boat fouls its propeller.
    net_works_probability = "net.works_probability",
    /// Median time to lay a net before a boat and to see what comes of it.
    net_minutes_median = "net.minutes_median",
    /// Odds of harm while a net is laid, over those of a stop by force (level 4).
    net_harm_factor = "net.harm_factor",
    /// Probability that the craft that lays a net strikes the boat.
    net_strikes_probability = "net.strikes_probability",
    /// Probability that the tubes of a boat afloat are cut when that is tried.
    cut_works_probability = "cut.works_probability",
    /// Median time from an attempt to cut the tubes until people are taken off, or the boat is away.
    cut_minutes_median = "cut.minutes_median",
    /// Odds of harm while tubes are cut, over those of a stop by force (level 4).
    cut_harm_factor = "cut.harm_factor",
    /// Probability that a boat that is struck on purpose stops, its tubes whole.
    ram_works_probability = "ram.works_probability",
    /// Odds of harm of a strike on purpose, over those of a stop by force (level 4).
    ram_harm_factor = "ram.harm_factor",
    /// Probability that a tube bursts by a strike on purpose.
    ram_burst_probability = "ram.burst_probability",
    /// Probability that those aboard drop or cut their engine when a vessel comes alongside or stops them.
    intercept_engine_probability = "intercept.engine_probability",
    /// Probability that a boat before loading does not stop for an interception.
    intercept_evaded_probability = "intercept.evaded_probability",
    /// Probability that a boat before loading turns back to the shore when it is to be stopped.
    intercept_turned_back_probability = "intercept.turned_back_probability",
    /// Share of stopped boats towed to port with those aboard, of those that few are aboard.
    intercept_towed_share = "intercept.towed_share",
    /// Most people aboard with whom a boat is towed as a nearly empty one.
    intercept_tow_few = "intercept.tow_few",
    /// Probability that a boat before loading stops when it is ordered to.
    intercept_complies = "intercept.complies",
    /// Time after a failed interception or block before it is tried again.
    intercept_again_min = "intercept.again_min",
    /// Time of keeping company that counts as one manoeuvre of level 1.
    shadow_harm_every_min = "shadow.harm_every_min",
    /// Median time that a boat is blocked or herded before it turns back, stops or goes on.
    block_minutes_median = "block.minutes_median",
    /// Spread of that time to the end of a block.
    block_sigma = "block.sigma",
    /// Probability that a blocked boat turns back to the beach.
    block_turns_back_probability = "block.turns_back_probability",
    /// Probability that a blocked boat stops and lets people be taken off.
    block_stops_probability = "block.stops_probability",

    // ashore.ron
    /// Time before its launch during which a boat is made ready on the beach and can be seen there.
    shore_preparation_min = "shore.preparation_min",
    /// Distance from the shore within which a contact may be one that a team on the beach can reach.
    shore_contact_within_m = "shore.contact_within_m",
    /// Distance up to which a shore team is sent.
    shore_team_reach_km = "shore.team_reach_km",
    /// Speed of a shore team, over the straight distance.
    shore_team_speed_kmh = "shore.team_speed_kmh",
    /// Median time from the order until a shore team is on its way.
    shore_team_readiness_min = "shore.team_readiness_min",
    /// Probability that a team that comes before the boat has left keeps it ashore.
    shore_prevented_share = "shore.prevented_share",
    /// Probability that people rush a boat that is being boarded when a team comes.
    shore_rush_probability = "shore.rush_probability",
    /// Factor on the probability that a team keeps the boat ashore, if it uses intermediate-force weapons.
    weapons_prevented_factor = "weapons.prevented_factor",
    /// Factor on the probability that people rush a boat that is being boarded when a team comes, if it uses intermediate-force weapons.
    weapons_rush_factor = "weapons.rush_factor",
    /// Share of the people there who are hurt so that they need care, if a team uses intermediate-force weapons.
    weapons_hurt_share = "weapons.hurt_share",
    /// Greatest depth in which a team wades in to a boat that is being boarded.
    wade_depth_m = "wade.depth_m",
    /// Probability that a team that wades in cuts the tubes.
    wade_cut_share = "wade.cut_share",
    /// Share of those aboard who come into the water when the tubes are cut.
    wade_in_water_share = "wade.in_water_share",
    /// Probability that the boat goes over as a team wades in to it.
    wade_overturn_probability = "wade.overturn_probability",
    /// Time from the order until a boom lies across a canal.
    canal_boom_min = "canal.boom_min",
    /// Distance from a river mouth within which a contact counts as lying in it.
    canal_mouth_reach_m = "canal.mouth_reach_m",
    /// Share of boats behind a closed canal that are launched from a beach the same night instead.
    canal_displaced_share = "canal.displaced_share",
    /// Time that it takes to bring such a boat to the beach.
    canal_displaced_delay_min = "canal.displaced_delay_min",

    // sea.ron
    /// Most that the significant height of a sea on a current is of its length.
    wave_steepest = "wave.steepest",
    /// Standard deviation of the weather's part in the water level.
    surge_sigma_m = "surge.sigma_m",
    /// Factor on that on calm nights.
    surge_calm_factor = "surge.calm_factor",
    /// Significant wave height below which a night counts as calm for the surge.
    surge_calm_wave_m = "surge.calm_wave_m",
    /// Time in which the weather's part in the water level forgets itself to 1/e.
    surge_memory_h = "surge.memory_h",
    /// Manning's coefficient of the sea bed in the stream model.
    stream_manning = "stream.manning",
    /// Depth below mean level that the stream model gives to shallower cells.
    stream_least_depth_m = "stream.least_depth_m",

    // weather.ron
    /// Median wave height in the strait over that of the satellite's passes in the month.
    climate_wave_share = "climate.wave_share",
    /// Spread of the wave height about the season (sigma of the logarithm).
    climate_wave_sigma = "climate.wave_sigma",
    /// Time in which the correlation of the wave height falls to 1/e.
    climate_wave_memory_h = "climate.wave_memory_h",
    /// Spread of whole years (sigma of the logarithm of the wave height).
    climate_year_sigma = "climate.year_sigma",
    /// Share of the wind that the waves do not explain (sigma of the logarithm).
    climate_wind_sigma = "climate.wind_sigma",
    /// Time in which the correlation of that share falls to 1/e.
    climate_wind_memory_h = "climate.wind_memory_h",
    /// Probability that the wind keeps its direction for an hour.
    climate_direction_stay = "climate.direction_stay",
    /// Weight of wind from the north.
    climate_share_n = "climate.share_n",
    /// Weight of wind from the north-east.
    climate_share_ne = "climate.share_ne",
    /// Weight of wind from the east.
    climate_share_e = "climate.share_e",
    /// Weight of wind from the south-east.
    climate_share_se = "climate.share_se",
    /// Weight of wind from the south.
    climate_share_s = "climate.share_s",
    /// Weight of wind from the south-west.
    climate_share_sw = "climate.share_sw",
    /// Weight of wind from the west.
    climate_share_w = "climate.share_w",
    /// Weight of wind from the north-west.
    climate_share_nw = "climate.share_nw",
    /// Weight added to wind from the north-east in mid-April.
    climate_spring_northeast = "climate.spring_northeast",
    /// Effective fetch of wind from the north.
    climate_fetch_n_km = "climate.fetch_n_km",
    /// Effective fetch of wind from the north-east.
    climate_fetch_ne_km = "climate.fetch_ne_km",
    /// Effective fetch of wind from the east.
    climate_fetch_e_km = "climate.fetch_e_km",
    /// Effective fetch of wind from the south-east.
    climate_fetch_se_km = "climate.fetch_se_km",
    /// Effective fetch of wind from the south.
    climate_fetch_s_km = "climate.fetch_s_km",
    /// Effective fetch of wind from the south-west.
    climate_fetch_sw_km = "climate.fetch_sw_km",
    /// Effective fetch of wind from the west.
    climate_fetch_w_km = "climate.fetch_w_km",
    /// Effective fetch of wind from the north-west.
    climate_fetch_nw_km = "climate.fetch_nw_km",
    /// Median visibility without fog.
    climate_visibility_nm = "climate.visibility_nm",
    /// Spread of the visibility (sigma of the logarithm).
    climate_visibility_sigma = "climate.visibility_sigma",
    /// Time in which the correlation of the visibility falls to 1/e.
    climate_visibility_memory_h = "climate.visibility_memory_h",
    /// Spread of a night's air temperature about its month.
    climate_air_sd_c = "climate.air_sd_c",
    /// Share of hours in which fog may stand.
    fog_share = "fog.share",
    /// Mean time for which fog stands.
    fog_hours = "fog.hours",
    /// Visibility in fog.
    fog_visibility_nm = "fog.visibility_nm",
    /// Wind above which fog does not stand.
    fog_wind_most_mps = "fog.wind_most_mps",
    /// Error of a forecast wave height 12 h ahead (sigma of the logarithm).
    forecast_error_12h = "forecast.error_12h",
    /// Error of a forecast wave height 24 h ahead (sigma of the logarithm).
    forecast_error_24h = "forecast.error_24h",
    /// How far ahead those on duty look in the forecast.
    forecast_horizon_h = "forecast.horizon_h",
    /// Effective wave height at which crossings are tried on half of the nights.
    activity_half_m = "activity.half_m",
    /// Width of that threshold.
    activity_width_m = "activity.width_m",
    /// How much wind adds to the wave height that those who plan look at, for each metre a second.
    activity_wind_m_per_mps = "activity.wind_m_per_mps",
    /// Wind from which it adds to it.
    activity_wind_from_mps = "activity.wind_from_mps",
    /// Depth that limits the waves of a series that gives wind alone.
    growth_depth_m = "growth.depth_m",
    /// How long the first wind of such a series has blown.
    growth_start_h = "growth.start_h",
    /// Time in which a sea falls to 1/e of what is over its limit when the wind eases.
    growth_decay_h = "growth.decay_h",
    /// Dispersion k of the negative binomial number of boats on an active day.
    fleet_boats_dispersion = "fleet.boats_dispersion",
    /// Spread of the deadliness of whole years (sigma of the logarithm of a factor on the hazards of a crossing).
    year_effect_sigma = "year_effect.sigma",
    /// Spread of what brings people back to France from year to year (sigma of the logarithm of a factor on it).
    year_effect_return_sigma = "year_effect.return_sigma",
    /// Share of the boats planned from beaches that put to sea.
    fleet_beach_sails = "fleet.beach_sails",
    /// Share of the taxi-boats planned that put to sea.
    fleet_taxi_sails = "fleet.taxi_sails",

    // margins.ron
    /// Distance from the shore at which a boat is ashore.
    ashore_within_m = "ashore.within_m",
    /// Distance that boats under way keep off a shore that they do not head for.
    offing_least_m = "offing.least_m",
    /// Speed to seaward that a boat under way adds at the water's edge, less farther off and none at the distance that it keeps.
    offing_push_mps = "offing.push_mps",
    /// Distance from its last grounding within which a boat that touches again is on the same bank.
    grounding_same_bank_m = "grounding.same_bank_m",
    /// Time after its last grounding within which a boat that touches again is on the same bank.
    grounding_same_bank_min = "grounding.same_bank_min",
    /// Factor on the square of the range of a close look within which a unit counts as beside the boat.
    close_look_margin = "close_look.margin",
    /// Factor on the distance that a task keeps a unit from a boat, within which it is on scene.
    stand_off_margin = "stand_off.margin",
    /// Distance from which a unit sees a boat whose track is held, whatever its sensors.
    unit_sight_least_m = "unit_sight.least_m",
    /// Share of those on a boat for which a unit with people aboard must have room to be sent to it.
    laden_takes_share = "laden.takes_share",
    /// Share of the points of a search map that drift as people, where people are said to be in the water.
    search_people_share = "search.people_share",
    /// Share of the points of a search map that drift as a swamped boat.
    search_swamped_share = "search.swamped_share",
    /// Half the length of a boat, which a ship's side has to clear beside its own half beam.
    traffic_half_boat_m = "traffic.half_boat_m",
    /// Length of merchant ships over their beam.
    traffic_length_over_beam = "traffic.length_over_beam",
    /// Distance from a ship within which its wash grows no more.
    traffic_wash_nearest_m = "traffic.wash_nearest_m",
    /// Share of merchant ships that go to the north-east.
    traffic_north_east_share = "traffic.north_east_share",
}

impl Parameters {
    /// The shipped values: for tests, which may open no files.
    #[doc(hidden)]
    #[must_use]
    pub fn shipped_for_tests() -> Self {
        Register::shipped().typed()
    }

    /// The same with MODEL's central values (sections 2.3, 3.2, 5.3) where the register's own are calibrated: what its
    /// reference cases were computed with. A night never uses them.
    #[must_use]
    pub fn at_reference(&self) -> Self {
        Self {
            swamping_motion_factor: 0.6,
            swamping_onset_probability: 1e-4,
            hull_failure_per_h: 5e-4,
            crush_coefficient: 0.002,
            stability_panic: 0.02,
            boarding_drowning_per_person: 8e-5,
            engine_failure_per_h: 0.03,
            activity_half_m: 0.72,
            activity_width_m: 0.13,
            ..self.clone()
        }
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "values are copied, not computed")]
mod tests {
    use super::*;
    use crate::parameters::Number;

    #[test]
    fn register_and_fields_match_exactly() {
        let register = Register::shipped();
        let ids: Vec<&str> = register.entries().iter().map(|e| e.id.as_str()).collect();
        let fields: Vec<&str> = FIELDS.iter().map(|(_, id)| *id).collect();
        assert_eq!(ids, fields, "the register's files and the typed list hold the same numbers in the same order");
        for (field, id) in FIELDS {
            assert_eq!(*field, id.replace('.', "_"), "a field is named after its id");
        }
        for (id, doc) in DOCS {
            let title = &register.get(id).unwrap().title;
            assert_eq!(doc.trim(), format!("{title}."), "the field and the register say the same of {id}");
        }
    }

    #[test]
    fn values_arrive_in_their_fields() {
        let p = Parameters::shipped_for_tests();
        assert_eq!(p.boat_beam_m, 2.2);
        assert_eq!(p.get("boat.beam_m"), Some(2.2));
        assert_eq!(p.with("boat.beam_m", 2.0).unwrap().boat_beam_m, 2.0);
    }

    #[test]
    fn a_value_out_of_bounds_or_unknown_is_refused_with_the_reason() {
        let register = Register::shipped();
        let set = |id: &str, x: f64| register.overriding(id, Number::Fixed(x));
        assert!(set("boat.beam_m", 40.0).unwrap_err().contains("expected 1 to 4 (m)"));
        assert!(set("boat.bean_m", 2.0).unwrap_err().contains("did you mean `boat.beam_m`?"));
        assert!(set("crush.coefficient", f64::NAN).is_err());
        let crossed = register.with_overrides(&[set("boat.length_low_m", 10.0).unwrap()]).unwrap_err();
        assert!(crossed[0].contains("`boat.length_low_m` (10) is above `boat.length_mode_m` (9)"), "{crossed:?}");
        let set = register.with_overrides(&[set("boat.beam_m", 2.0).unwrap()]).unwrap();
        assert_eq!(set.typed().boat_beam_m, 2.0);
        assert_eq!(register.typed().boat_beam_m, 2.2, "the register itself stays as it was");
    }

    #[test]
    fn every_guess_says_that_it_is_one_and_every_number_has_a_source() {
        for e in Register::shipped().entries() {
            assert!(!e.source.is_empty() && !e.unit.is_empty(), "{}", e.id);
            if e.source.contains("Our guess") {
                assert!(e.confidence.is_guess(), "{} is our guess but has confidence {}", e.id, e.confidence.letter());
            }
        }
    }

    #[test]
    fn a_bad_register_file_is_answered_with_all_its_problems() {
        let bad = r#"(format: 1, parameters: [
            (id: "boat.beam_m", title: "x", value: 9, unit: "m", low: 1, high: 2, min: 0, max: 3, confidence: X, source: "s"),
            (id: "boat.bean_m", title: "x", value: NaN, unit: "m", low: 1, high: 2, min: 0, max: 3, confidence: L, source: ""),
        ])"#;
        let problems = Register::parse(&[("bad.ron", bad)]).unwrap_err();
        let text = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        for part in
            ["bad.ron:2:", "there is no confidence `X`", "expected min ≤ low", "NaN is not finite", "`source` is empty"]
        {
            assert!(text.contains(part), "{part} in\n{text}");
        }
    }
}
