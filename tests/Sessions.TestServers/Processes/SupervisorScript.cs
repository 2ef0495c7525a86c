namespace Sessions.TestServers.Processes;

/// <summary>
/// The shell between the tests and a server. It makes the server's directory, runs commands there one at a time, and when its
/// standard input ends, which it does however the tests die, it ends what is running and removes the directory.
/// </summary>
internal static class SupervisorScript
{
    /// <summary>
    /// Arguments: the directory of temporary files, the prefix of the name, the signal with which to end, a command to run before
    /// the directory is removed. In: <c>run COMMAND</c>, <c>signal NAME</c>. Out: <c>directory PATH</c>, <c>started PID</c>,
    /// <c>exited CODE</c>. Each command is the leader of a session, so that no interrupt from a terminal reaches it, and what
    /// it started is reached with it.
    /// </summary>
    public const string Text =
        """
        umask 077
        ulimit -c 0
        farewell=$2 before=$3
        directory=$(mktemp -d "$0/$1-XXXXXXXX" 2>/dev/null || mktemp -d "/tmp/$1-XXXXXXXX") || exit 1
        cd "$directory" && exec 2>supervisor.log || exit 1
        echo "directory $directory"
        while read -r word rest; do
          case $word in
            run)
              : >running
              {
                setsid --wait sh -c 'echo $$ >pid; echo "started $$"; eval "$0" >>server.log 2>&1' "$rest" </dev/null
                code=$?
                rm -f pid running
                echo "exited $code"
              } &
              ;;
            signal) kill -s "$rest" -- "-$(cat pid)" ;;
          esac
        done
        tries=0
        while [ -e running ] && [ $tries -lt 400 ]; do
          [ $tries -lt 200 ] || farewell=KILL
          [ ! -s pid ] || kill -s "$farewell" -- "-$(cat pid)"
          sleep 0.05
          tries=$((tries + 1))
        done
        eval "$before"
        cd /
        tries=0
        until rm -rf "$directory" || [ $tries -ge 100 ]; do
          sleep 0.05
          tries=$((tries + 1))
        done
        """;
}
