//! The same stages from a terminal.

/// Reads the command line and does what it says.
pub fn run() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
