//! The generator behind all random numbers: PCG64, seeded as by NumPy.
//!
//! M. E. O'Neill, "PCG: A family of simple fast space-efficient statistically good algorithms for random number
//! generation", Harvey Mudd College HMC-CS-2014-0905 (2014); the variant XSL RR 128/64.

use crate::error::KernelError;

const MULTIPLIER: u128 = 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645;
/// States that advance side by side, each by as many steps as there are states: one alone would have to wait for
/// its multiplications.
const LANES: usize = 4;
/// Numbers that are drawn at once.
pub const BLOCK: usize = 256;

/// Random bits, from any place of the sequence on.
pub struct Stream {
    states: [u128; LANES],
    step: Step,
    block: [u64; BLOCK],
    /// Blocks drawn before this one.
    blocks: u64,
    /// The next half of a number in the block.
    next: usize,
}

/// Some number of steps of a linear congruential generator.
#[derive(Clone, Copy)]
struct Step {
    multiplier: u128,
    increment: u128,
}

impl Step {
    fn apply(self, state: u128) -> u128 {
        state.wrapping_mul(self.multiplier).wrapping_add(self.increment)
    }

    fn then(self, next: Self) -> Self {
        Self {
            multiplier: self.multiplier.wrapping_mul(next.multiplier),
            increment: next.apply(self.increment),
        }
    }

    /// F. Brown, "Random number generation with arbitrary strides", Trans. Am. Nucl. Soc. 71 (1994).
    fn times(mut self, mut count: u64) -> Self {
        let mut all = Self { multiplier: 1, increment: 0 };
        while count > 0 {
            if count % 2 == 1 {
                all = all.then(self);
            }
            self = self.then(self);
            count /= 2;
        }
        all
    }
}

impl Stream {
    /// The sequence of `numpy.random.PCG64(seed)`, without its first `skipped` numbers.
    ///
    /// # Errors
    ///
    /// `seed` is negative.
    pub(super) fn new(seed: i64, skipped: u64) -> Result<Self, KernelError> {
        let seed =
            u64::try_from(seed).map_err(|_| KernelError::value("expected non-negative integer"))?;
        let [state, sequence] = seed_sequence(seed);
        let one = Step { multiplier: MULTIPLIER, increment: sequence << 1 | 1 };
        let start = one.apply(one.increment.wrapping_add(state));
        let mut state = one.times(skipped).apply(start);
        let states = [(); LANES].map(|()| {
            state = one.apply(state);
            state
        });
        let step = one.times(LANES as u64);
        let mut stream = Self { states, step, block: [0; BLOCK], blocks: 0, next: 0 };
        draw(&mut stream.states, step, &mut stream.block);
        Ok(stream)
    }

    /// The next numbers, where no part of a block has been taken.
    #[inline(always)]
    pub(super) fn block(&mut self, take: impl FnOnce(&[u64; BLOCK])) {
        debug_assert_eq!(self.next, 0);
        take(&self.block);
        self.refill();
    }

    #[inline(always)]
    pub(super) fn next_u64(&mut self) -> u64 {
        debug_assert!(self.next.is_multiple_of(2));
        if self.next == 2 * BLOCK {
            self.refill();
        }
        let drawn = self.block[self.next / 2 % BLOCK];
        self.next += 2;
        drawn
    }

    /// The low half of a number, then its high half.
    #[inline(always)]
    pub(super) fn next_u32(&mut self) -> u32 {
        if self.next == 2 * BLOCK {
            self.refill();
        }
        let drawn = self.block[self.next / 2 % BLOCK] >> (self.next % 2 * 32);
        self.next += 1;
        drawn as u32
    }

    /// How many halves of numbers have been taken.
    pub(super) fn taken(&self) -> u64 {
        self.blocks * 2 * BLOCK as u64 + self.next as u64
    }

    #[inline(never)]
    fn refill(&mut self) {
        draw(&mut self.states, self.step, &mut self.block);
        self.blocks += 1;
        self.next = 0;
    }
}

fn draw(states: &mut [u128; LANES], step: Step, block: &mut [u64; BLOCK]) {
    let mut current = *states;
    for row in block.as_chunks_mut::<LANES>().0 {
        for (state, drawn) in current.iter_mut().zip(row) {
            let folded = (*state >> 64) as u64 ^ *state as u64;
            *drawn = folded.rotate_right((*state >> 122) as u32);
            *state = step.apply(*state);
        }
    }
    *states = current;
}

/// What `numpy.random.SeedSequence(seed)` makes of a seed: all its bits, spread over the state and the sequence of
/// the generator.
///
/// M. E. O'Neill, "Developing a seed_seq alternative" (2015).
fn seed_sequence(seed: u64) -> [u128; 2] {
    let mut constant = 0x43b0_d7e5_u32;
    let mut hash = |value: u32| {
        let value = value ^ constant;
        constant = constant.wrapping_mul(0x931e_8875);
        let value = value.wrapping_mul(constant);
        value ^ value >> 16
    };
    let mut pool = [seed as u32, (seed >> 32) as u32, 0, 0].map(&mut hash);
    for from in 0..4 {
        for to in 0..4 {
            if from != to {
                let mixed = 0xca01_f9dd_u32
                    .wrapping_mul(pool[to])
                    .wrapping_sub(0x4973_f715_u32.wrapping_mul(hash(pool[from])));
                pool[to] = mixed ^ mixed >> 16;
            }
        }
    }
    let mut constant = 0x8b51_f9dd_u32;
    let mut words = pool.into_iter().cycle().map(|word| {
        let word = word ^ constant;
        constant = constant.wrapping_mul(0x58f3_8ded);
        let word = word.wrapping_mul(constant);
        u128::from(word ^ word >> 16)
    });
    let mut next = || words.next().expect("a cycle has no end");
    // Pairs of words are numbers of 64 bits, the low word first; pairs of those are halves, the high one first.
    [(); 2].map(|()| {
        let high = next() | next() << 32;
        let low = next() | next() << 32;
        high << 64 | low
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From `numpy.random.PCG64(seed).random_raw(3)`.
    const RAW: [(i64, [u64; 3]); 3] = [
        (0, [0xa30f_ebcf_d9c2_825f, 0x4510_bdf8_82d9_d721, 0x0a7d_3da9_4ecd_e8b8]),
        (42, [0xc621_fbcd_16d9_2688, 0x705a_5661_a791_ffc1, 0xdbcd_12c2_6eda_1624]),
        (i64::MAX, [0x2ceb_5911_6fb2_7514, 0x784d_3e7d_390d_c57c, 0xd335_a768_9ce4_3488]),
    ];

    #[test]
    fn numbers_are_those_of_numpy() {
        for (seed, expected) in RAW {
            let mut stream = Stream::new(seed, 0).expect("a seed");
            assert_eq!(expected.map(|_| stream.next_u64()), expected);
            let mut halves = Stream::new(seed, 0).expect("a seed");
            for number in expected {
                assert_eq!(
                    [halves.next_u32(), halves.next_u32()],
                    [number as u32, (number >> 32) as u32]
                );
            }
        }
        let error = Stream::new(-1, 0).err().expect("no seed");
        assert_eq!(error.to_string(), "expected non-negative integer");
    }

    #[test]
    fn a_stream_begins_anywhere() {
        let mut whole = Stream::new(5, 0).expect("a seed");
        let numbers: Vec<u64> = (0..1000).map(|_| whole.next_u64()).collect();
        assert_eq!(whole.taken(), 2000);
        for skipped in [1, 2, 3, 4, 5, 255, 256, 257, 700] {
            let mut stream = Stream::new(5, skipped as u64).expect("a seed");
            let mut rest = numbers[skipped..].iter();
            assert!(rest.all(|&number| number == stream.next_u64()), "{skipped}");
        }
    }
}
