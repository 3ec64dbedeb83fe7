//! When is a request answered, if the desks have others to answer too?
//!
//! Each step of a chain has so many seats; a request takes the seat that is free first, or waits for it, in the order in
//! which requests came (at the same moment, by number). That is the queue M/M/c of MODEL 11.1 with whatever times the
//! desks really take. As the time at a desk is known when a request is taken up, the seat's next free moment is too, and
//! nothing has to be simulated between: the earliest ending is always dealt with first.
//!
//! Left out: requests that jump the queue, and requests that are withdrawn.

use super::authority::Step;
use crate::units::{Duration, Tick};

/// A request at the desk that it has come to.
#[derive(Clone, Copy, Debug, PartialEq)]
struct InHand {
    id: u32,
    asked: Tick,
    step: usize,
    /// This desk is done with it then.
    done: Tick,
    /// Ticks spent waiting for a seat so far.
    waited: u32,
}

/// A request that has passed the last desk, or was stopped at one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    /// Number of the request.
    pub id: u32,
    /// When it was made.
    pub asked: Tick,
    /// When the answer came.
    pub at: Tick,
    /// Time of this spent waiting for a seat.
    pub waited: Duration,
    /// Did it pass every desk?
    pub passed: bool,
}

/// What the desks have to be told: how long a request takes at a step, and whether it passes there.
pub trait Work {
    /// Time that request `id` takes at `step`, taken up at `begun`.
    fn takes(&self, id: u32, step: usize, begun: Tick) -> Duration;
    /// Is request `id` passed on when `step` is done with it?
    fn passes(&self, id: u32, step: usize) -> bool;
}

/// The desks of one chain with the requests that lie there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Desks {
    /// By step: when each seat is free.
    free: Vec<Vec<Tick>>,
    in_hand: Vec<InHand>,
}

impl Desks {
    /// Empty desks.
    #[must_use]
    pub fn of(steps: &[Step]) -> Self {
        let seats = |s: &Step| vec![Tick(0); s.seats.max(1) as usize];
        Self { free: steps.iter().map(seats).collect(), in_hand: Vec::new() }
    }

    /// Requests that are not answered yet.
    #[must_use]
    pub fn open(&self) -> usize {
        self.in_hand.len()
    }

    /// Does request `id` lie at a desk?
    #[must_use]
    pub fn holds(&self, id: u32) -> bool {
        self.in_hand.iter().any(|r| r.id == id)
    }

    /// A new request comes to the first desk. Whoever asks at `at` must have taken all answers before `at`.
    pub fn ask(&mut self, id: u32, at: Tick, work: &impl Work) {
        self.enter(InHand { id, asked: at, step: 0, done: at, waited: 0 }, work);
    }

    /// Moves requests on until `now` and takes those that are answered, in order of time, then number.
    pub fn answers(&mut self, now: Tick, work: &impl Work) -> Vec<Answer> {
        let mut out = Vec::new();
        while let Some(i) = self.next_done(now) {
            let r = self.in_hand.swap_remove(i);
            let passed = work.passes(r.id, r.step);
            if passed && r.step + 1 < self.free.len() {
                self.enter(InHand { step: r.step + 1, ..r }, work);
            } else {
                let waited = Tick(r.waited).elapsed();
                out.push(Answer { id: r.id, asked: r.asked, at: r.done, waited, passed });
            }
        }
        out
    }

    /// The request whose desk is done with it first, if that is by `now`.
    fn next_done(&self, now: Tick) -> Option<usize> {
        let due = self.in_hand.iter().enumerate().filter(|(_, r)| r.done <= now);
        due.min_by_key(|(_, r)| (r.done, r.id)).map(|(i, _)| i)
    }

    /// A request comes to its step at the moment at which the one before was done.
    fn enter(&mut self, mut request: InHand, work: &impl Work) {
        let Some(seat) = self.free[request.step].iter_mut().min() else { return };
        let begun = request.done.max(*seat);
        request.waited += begun.0 - request.done.0;
        request.done = begun.after(work.takes(request.id, request.step, begun));
        *seat = request.done;
        self.in_hand.push(request);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, NightKey, Purpose, Subject};
    use proptest::prelude::*;

    /// Time at each step by request; who is stopped at the first.
    struct Given {
        minutes: Vec<Vec<f64>>,
        stopped: Vec<u32>,
    }

    impl Work for Given {
        fn takes(&self, id: u32, step: usize, _: Tick) -> Duration {
            Duration::minutes(self.minutes[id as usize][step])
        }

        fn passes(&self, id: u32, step: usize) -> bool {
            step > 0 || !self.stopped.contains(&id)
        }
    }

    fn steps(seats: &[u32]) -> Vec<Step> {
        seats.iter().map(|n| Step { seats: *n, ..Step::new("x", Duration::minutes(1.0), 0.0) }).collect()
    }

    /// Everything that arrives, answered; in order of the answers.
    fn all(seats: &[u32], arrivals: &[Tick], work: &Given) -> Vec<Answer> {
        let mut desks = Desks::of(&steps(seats));
        let mut out = Vec::new();
        for (id, at) in (0..).zip(arrivals) {
            out.extend(desks.answers(*at, work));
            desks.ask(id, *at, work);
            assert_eq!(out.len() + desks.open(), id as usize + 1, "every request is answered or lies at a desk");
        }
        out.extend(desks.answers(Tick(u32::MAX), work));
        assert_eq!(desks.open(), 0);
        out
    }

    #[test]
    fn one_seat_at_half_its_rate_makes_people_wait_as_long_as_it_works() {
        // MODEL 11.3: M/M/1 with lambda = mu / 2 waits 1 / mu in the mean. Service of an hour in the mean, so that a
        // tick is short beside it; arrivals at an absolute time, so that their rounding does not add up.
        let luck = Draws::new(NightKey { seed: 42, night: 0 });
        let n = 150_000_u32;
        let (mut hours, mut arrivals, mut minutes) = (0.0, Vec::new(), Vec::new());
        for i in 0..n {
            hours += 2.0 * luck.exponential(Subject::boat(i), Purpose::AuthorityDelay, 0);
            arrivals.push(Tick(0).after(Duration::hours(hours)));
            minutes.push(vec![60.0 * luck.exponential(Subject::boat(i), Purpose::AuthorityDelay, 1)]);
        }
        let answers = all(&[1], &arrivals, &Given { minutes, stopped: Vec::new() });
        let mean = answers.iter().map(|a| a.waited.h()).sum::<f64>() / f64::from(n);
        // The waits are correlated: at this load the error of their mean is some 1.5 % for this many.
        assert!((mean - 1.0).abs() < 0.06, "mean wait {mean} of the mean service, expected 1");
    }

    #[test]
    fn whoever_comes_first_is_served_first_and_a_second_seat_shortens_the_wait() {
        let work = Given { minutes: vec![vec![10.0], vec![10.0], vec![10.0]], stopped: Vec::new() };
        let at = [Tick(0), Tick(0), Tick(6)];
        let waits = |seats| all(&[seats], &at, &work).iter().map(|a| (a.id, a.waited.min_())).collect::<Vec<_>>();
        assert_eq!(waits(1), [(0, 0.0), (1, 10.0), (2, 19.0)]);
        assert_eq!(waits(2), [(0, 0.0), (1, 0.0), (2, 9.0)]);
        assert_eq!(waits(3), [(0, 0.0), (1, 0.0), (2, 0.0)]);
    }

    #[test]
    fn one_who_was_quicker_at_the_first_desk_is_first_at_the_second() {
        let work = Given { minutes: vec![vec![20.0, 5.0], vec![2.0, 30.0]], stopped: Vec::new() };
        let answers = all(&[2, 1], &[Tick(0), Tick(6)], &work);
        // Request 1 leaves the first desk in minute 3 and holds the second until minute 33.
        assert_eq!(answers.iter().map(|a| (a.id, a.at)).collect::<Vec<_>>(), [(1, Tick(198)), (0, Tick(228))]);
    }

    proptest! {
        #[test]
        fn requests_are_conserved_and_never_answered_before_the_work_is_done(
            requests in proptest::collection::vec((0_u32..600, 0.1..90.0_f64, 0.1..90.0_f64, any::<bool>()), 1..40),
            seats in (1_u32..4, 1_u32..4),
        ) {
            let mut arrivals: Vec<Tick> = requests.iter().map(|r| Tick(r.0)).collect();
            arrivals.sort_unstable();
            let stopped: Vec<u32> = (0..).zip(&requests).filter(|(_, r)| r.3).map(|(i, _)| i).collect();
            let work = Given { minutes: requests.iter().map(|r| vec![r.1, r.2]).collect(), stopped };
            let answers = all(&[seats.0, seats.1], &arrivals, &work);
            let mut ids: Vec<u32> = answers.iter().map(|a| a.id).collect();
            ids.sort_unstable();
            prop_assert_eq!(ids, (0..).take(requests.len()).collect::<Vec<u32>>());
            for a in &answers {
                let m = &work.minutes[a.id as usize];
                let spent = if a.passed { m[0] + m[1] } else { m[0] };
                let lasted = Duration::seconds(a.at.elapsed().s() - a.asked.elapsed().s() - a.waited.s());
                prop_assert_eq!(a.passed, !work.stopped.contains(&a.id));
                // Rounded up to a tick at each desk.
                prop_assert!(lasted.min_() >= spent - 1e-9 && lasted.min_() <= spent + 2.0 / 6.0 + 1e-9);
            }
            prop_assert!(answers.windows(2).all(|w| (w[0].at, w[0].id) <= (w[1].at, w[1].id)));
        }
    }
}
