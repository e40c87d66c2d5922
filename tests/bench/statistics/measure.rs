//! Interleaved timing, a table to read, a line of JSON to keep.

use std::hint::black_box;
use std::time::Instant;

/// One line of the table.
pub struct Line {
    pub task: String,
    /// Milliseconds of the plain loop; `None` where there is none.
    pub floor: Option<f64>,
    pub ours: f64,
    /// Median of the ratios of neighbouring runs, which suffers less from a busy machine.
    pub ratio: Option<f64>,
    /// Ratio of the processor's time over all runs, which a busy machine leaves alone; `None` where it is not told.
    pub processor: Option<f64>,
    /// The same with two threads.
    pub two: Option<f64>,
    /// Most resident memory while it ran, in MB; `None` where the system does not tell.
    pub peak: Option<f64>,
}

/// Medians of `runs` runs of each in turn: floor, ours, floor, ours …
pub fn compare<A, B>(
    task: &str,
    runs: usize,
    mut floor: impl FnMut() -> A,
    mut ours: impl FnMut() -> B,
) -> (Line, A, B) {
    let (mut plain, mut full, mut spent) = (Vec::new(), Vec::new(), [0.0; 2]);
    let (a, _) = time(&mut floor);
    reset_peak();
    let (b, _) = time(&mut ours);
    let peak = peak();
    for _ in 0..runs {
        let start = processor();
        plain.push(time(&mut floor).1);
        let middle = processor();
        full.push(time(&mut ours).1);
        spent = [spent[0] + middle - start, spent[1] + processor() - middle];
    }
    let line = Line {
        task: task.to_owned(),
        ratio: Some(median(
            plain.iter().zip(&full).map(|(floor, ours)| ours / floor).collect(),
        )),
        processor: (spent[0] > 0.0).then(|| spent[1] / spent[0]),
        floor: Some(median(plain)),
        ours: median(full),
        two: None,
        peak,
    };
    (line, a, b)
}

/// Median of `runs` runs of what has no floor.
pub fn alone<B>(task: &str, runs: usize, mut ours: impl FnMut() -> B) -> Line {
    reset_peak();
    time(&mut ours);
    let peak = peak();
    Line {
        task: task.to_owned(),
        floor: None,
        ratio: None,
        processor: None,
        ours: median((0..runs).map(|_| time(&mut ours).1).collect()),
        two: None,
        peak,
    }
}

pub fn time<A>(work: &mut impl FnMut() -> A) -> (A, f64) {
    let start = Instant::now();
    let result = black_box(work());
    (result, start.elapsed().as_secs_f64() * 1e3)
}

pub fn median(mut times: Vec<f64>) -> f64 {
    times.sort_unstable_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Nanoseconds that this thread has had the processor; the system's own count, a few milliseconds behind at most.
fn processor() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let first = text.split_whitespace().next().and_then(|n| n.parse().ok());
    first.unwrap_or(0.0)
}

/// Lets the system forget the peak so far, where it can.
fn reset_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// Peak resident memory in MB.
pub fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

pub fn print(rows: usize, replicates: usize, held: f64, lines: &[Line]) {
    println!("\n{rows} respondents, {replicates} replicates, {held:.0} MB of data; milliseconds, medians");
    println!(
        "{:<48}{:>10}{:>10}{:>8}{:>8}{:>12}{:>9}{:>10}",
        "task", "floor", "ours", "ratio", "cpu", "2 threads", "ratio", "peak MB"
    );
    let number = |x: Option<f64>| x.map_or("-".to_owned(), |x| format!("{x:.2}"));
    for line in lines {
        println!(
            "{:<48}{:>10}{:>10}{:>8}{:>8}{:>12}{:>9}{:>10}",
            line.task,
            number(line.floor),
            number(Some(line.ours)),
            number(line.ratio),
            number(line.processor),
            number(line.two),
            number(line.floor.zip(line.two).map(|(floor, two)| two / floor)),
            number(line.peak)
        );
    }
    println!("{}", json(rows, replicates, lines));
}

fn json(rows: usize, replicates: usize, lines: &[Line]) -> String {
    let each = |l: &Line| {
        serde_json::json!({
            "task": l.task, "floor_ms": l.floor, "ours_ms": l.ours, "two_threads_ms": l.two,
            "ratio": l.ratio, "processor_ratio": l.processor, "peak_mb": l.peak,
        })
    };
    let tasks: Vec<serde_json::Value> = lines.iter().map(each).collect();
    serde_json::json!({ "rows": rows, "replicates": replicates, "tasks": tasks }).to_string()
}
