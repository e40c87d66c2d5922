//! Progress bars for whatever takes longer than a second; where nobody watches, a line when it is done.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::time::Duration;

/// A bar of `total` steps.
pub fn bar(what: &str, total: u64) -> ProgressBar {
    let bar = ProgressBar::new(total);
    let style = ProgressStyle::with_template("{prefix:24} {bar:32.cyan/dim} {pos:>6}/{len} {elapsed:>4}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_prefix(what.to_owned());
    bar
}

/// A spinner for a step without a count.
pub fn spinner(what: &str) -> ProgressBar {
    let spinner = ProgressBar::new_spinner();
    let style = ProgressStyle::with_template("{prefix:24} {spinner} {msg} {elapsed:>4}");
    spinner.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    spinner.set_prefix(what.to_owned());
    spinner.enable_steady_tick(Duration::from_millis(120));
    spinner
}

/// Ends a bar or spinner with what came of it; where no bar was drawn, for a file or a pipe, the line is printed.
pub fn finish(bar: &ProgressBar, outcome: String) {
    if std::io::stderr().is_terminal() {
        bar.finish_with_message(outcome);
    } else {
        println!("{:24} {outcome}", bar.prefix());
    }
}
