//! Work shared out among threads, results in the order of their numbers: who did what changes no bit.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// `work(0)` to `work(count - 1)` in order; `done` is told of each as it is finished.
pub fn in_order<R: Send>(
    threads: usize,
    count: usize,
    work: impl Fn(usize) -> R + Sync,
    mut done: impl FnMut(&R),
) -> Vec<R> {
    let mut finished = |result: R| {
        done(&result);
        result
    };
    if threads.min(count) <= 1 {
        return (0..count).map(|number| finished(work(number))).collect();
    }
    let next = AtomicUsize::new(0);
    let mut results: Vec<Option<R>> = (0..count).map(|_| None).collect();
    std::thread::scope(|scope| {
        let (send, receive) = mpsc::channel();
        for _ in 0..threads.min(count) {
            let (send, next, work) = (send.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    // Nobody listens any more where another thread has panicked.
                    if number >= count || send.send((number, work(number))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        for (number, result) in receive {
            results[number] = Some(finished(result));
        }
    });
    results.into_iter().flatten().collect()
}
