//! Plans of Fourier transforms, kept for calls to come.

use crate::element::Real;
use crate::error::KernelError;
use crate::memory::probe;
use bytemuck::Pod;
use num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};
use rustfft::{Fft, FftDirection, FftNum, FftPlanner};
use std::sync::{Arc, Mutex, PoisonError};

/// How many points all plans that are kept may have together.
const KEPT_POINTS: usize = 1 << 24;
/// How many plans are kept.
const KEPT_PLANS: usize = 64;

/// A number that there are Fourier transforms of.
pub trait Signal: Real + FftNum + Pod {
    /// The plans that are kept.
    #[doc(hidden)]
    fn plans() -> &'static Plans<Self>;
}

impl Signal for f64 {
    fn plans() -> &'static Plans<f64> {
        static PLANS: Plans<f64> = Plans(Mutex::new(Vec::new()));
        &PLANS
    }
}

impl Signal for f32 {
    fn plans() -> &'static Plans<f32> {
        static PLANS: Plans<f32> = Plans(Mutex::new(Vec::new()));
        &PLANS
    }
}

/// What is transformed to what.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Forward,
    Inverse,
    RealForward,
    RealInverse,
}

/// How to transform a number of points.
#[derive(Clone)]
pub(super) enum Plan<T: Signal> {
    Complex(Arc<dyn Fft<T>>),
    ToComplex(Arc<dyn RealToComplex<T>>),
    ToReal(Arc<dyn ComplexToReal<T>>),
}

/// Plans, those used last at the end.
pub struct Plans<T: Signal>(Mutex<Vec<(Kind, usize, Plan<T>)>>);

impl<T: Signal> Plan<T> {
    /// The plan for `len` points, at least one.
    pub(super) fn of(kind: Kind, len: usize) -> Result<Self, KernelError> {
        if let Some(plan) = T::plans().take_out(kind, len) {
            return Ok(plan);
        }
        // Factors of the transform and of those it is made of; for a large prime these have up to four times as
        // many points.
        probe::<Complex<T>>(12 * len as u128)?;
        let plan = match kind {
            Kind::Forward => Self::Complex(FftPlanner::new().plan_fft(len, FftDirection::Forward)),
            Kind::Inverse => Self::Complex(FftPlanner::new().plan_fft(len, FftDirection::Inverse)),
            Kind::RealForward => Self::ToComplex(RealFftPlanner::new().plan_fft_forward(len)),
            Kind::RealInverse => Self::ToReal(RealFftPlanner::new().plan_fft_inverse(len)),
        };
        T::plans().keep(kind, len, plan.clone());
        Ok(plan)
    }
}

impl<T: Signal> Plans<T> {
    fn take_out(&self, kind: Kind, len: usize) -> Option<Plan<T>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().rposition(|entry| (entry.0, entry.1) == (kind, len))?;
        let plan = kept[place].2.clone();
        kept[place..].rotate_left(1);
        Some(plan)
    }

    fn keep(&self, kind: Kind, len: usize, plan: Plan<T>) {
        if len > KEPT_POINTS {
            return;
        }
        let mut dropped = Vec::new();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Another thread may have made the same one.
        if kept.iter().any(|entry| (entry.0, entry.1) == (kind, len)) {
            return;
        }
        let mut points = len + kept.iter().map(|entry| entry.1).sum::<usize>();
        while points > KEPT_POINTS || kept.len() == KEPT_PLANS {
            let oldest = kept.remove(0);
            points -= oldest.1;
            dropped.push(oldest);
        }
        kept.push((kind, len, plan));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_are_kept_within_bounds() {
        let plans = Plans::<f32>(Mutex::new(Vec::new()));
        let plan = || Plan::of(Kind::Forward, 8).expect("memory");
        for len in 1..=KEPT_PLANS + 1 {
            plans.keep(Kind::Forward, len, plan());
        }
        assert!(plans.take_out(Kind::Forward, 1).is_none());
        assert!(plans.take_out(Kind::Inverse, 2).is_none());
        assert!(plans.take_out(Kind::Forward, 2).is_some());
        plans.keep(Kind::Forward, 100, plan());
        assert!(plans.take_out(Kind::Forward, 2).is_some(), "it was used");
        assert!(plans.take_out(Kind::Forward, 3).is_none());

        plans.keep(Kind::Inverse, KEPT_POINTS + 1, plan());
        assert!(plans.take_out(Kind::Inverse, KEPT_POINTS + 1).is_none());
        plans.keep(Kind::Inverse, KEPT_POINTS, plan());
        assert!(plans.take_out(Kind::Inverse, KEPT_POINTS).is_some());
        assert!(plans.take_out(Kind::Forward, 2).is_none());
    }

    #[test]
    fn a_plan_that_no_memory_holds_is_refused() {
        assert!(Plan::<f64>::of(Kind::Forward, 1 << 58).is_err());
    }
}
