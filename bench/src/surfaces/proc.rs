//! What the system knows of processes and of the machine: memory, processor time, time stolen by
//! other guests of the same hardware.

use sidetone_chaos::real::{Done, Trouble};

/// The resident memory of a process, in bytes.
pub fn memory(id: u32) -> Done<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib: Option<u64> = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    kib.map(|kib| kib * 1024).ok_or_else(|| unreadable("status"))
}

/// The processor time of a process so far, in seconds.
pub fn cpu(id: u32) -> Done<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
    ticks_of(&stat).map(seconds).ok_or_else(|| unreadable("stat"))
}

/// What the whole machine has done so far, in seconds of one processor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Machine {
    /// All time there was, idle and stolen time too.
    pub total: f64,
    /// Time in which a processor worked for us.
    pub busy: f64,
    /// Time in which a processor was ready and another guest had it.
    pub steal: f64,
}

impl Machine {
    /// Reads it.
    pub fn now() -> Done<Self> {
        let stat = std::fs::read_to_string("/proc/stat")?;
        Self::read(&stat).ok_or_else(|| unreadable("stat of the machine"))
    }

    fn read(stat: &str) -> Option<Self> {
        let line = stat.lines().next()?.strip_prefix("cpu ")?;
        let fields: Vec<u64> = line.split_whitespace().filter_map(|n| n.parse().ok()).collect();
        let &[user, nice, system, idle, wait, interrupts, soft, steal, ..] = fields.as_slice()
        else {
            return None;
        };
        let busy = user + nice + system + interrupts + soft;
        let total = busy + idle + wait + steal;
        Some(Self { total: seconds(total), busy: seconds(busy), steal: seconds(steal) })
    }
}

/// Lets as many files be open as the system allows, in this process and those that it starts.
pub fn many_files(wanted: u64) -> Done {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).map_err(std::io::Error::from)?;
    match limit.maximum {
        Some(most) if most < wanted => Err(Trouble::Words(format!(
            "A process may open {most} files here and this needs {wanted}. Raise the hard limit (ulimit -Hn)."
        ))),
        _ => Ok(()),
    }
}

/// `utime` and `stime`: the 14th and 15th field, counted after the name in brackets.
fn ticks_of(stat: &str) -> Option<u64> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    Some(fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?)
}

fn seconds(ticks: u64) -> f64 {
    ticks as f64 / rustix::param::clock_ticks_per_second() as f64
}

fn unreadable(what: &str) -> Trouble {
    Trouble::Words(format!("The {what} in /proc cannot be read: this bench needs Linux."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_bracket_and_a_space_does_not_shift_the_fields() {
        let stat = "12 (a) b) S 1 12 12 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 1 0 100 1 1";
        assert_eq!(ticks_of(stat), Some(300));
    }

    #[test]
    fn stolen_time_is_not_busy_time() {
        let machine = Machine::read("cpu  100 0 50 800 20 5 5 20 0 0\ncpu0 1 2\n").unwrap();
        let per_second = rustix::param::clock_ticks_per_second() as f64;
        assert_eq!(machine.busy, 160.0 / per_second);
        assert_eq!(machine.steal, 20.0 / per_second);
        assert_eq!(machine.total, 1000.0 / per_second);
    }
}
