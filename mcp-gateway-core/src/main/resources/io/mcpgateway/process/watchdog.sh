# Ends every process of one gateway after that gateway has died, however it died.
#
# Standard input is a pipe whose other end only the gateway holds, so it ends when the gateway does. The argument is the
# gateway's random id, which all its workloads carry in their environment. The line "bye" before the end says that the
# gateway has ended its workloads itself, and that one look round is enough.
#
# Signals to the gateway's terminal or process group must not end this.
trap '' HUP INT QUIT TERM PIPE
id=$1
cd /
if ! command -v grep >/dev/null; then
    echo "the program grep is missing"
    exit 1
fi
# Tells the gateway that from now on it is safe to start workloads.
echo ready
exec >/dev/null

# A quiet look proves little: a child of the gateway may be between fork and exec, where it does not carry the id yet
# although the pipe is closed already, and the kernel shows no environment while a process is in exec. So several in a
# row are needed, over some seconds.
enough=15
while read -r line; do
    [ "$line" = bye ] && enough=1
done

# In nine parts, because all processes of a large machine may be more than one list of arguments can hold.
found() {
    for digit in 1 2 3 4 5 6 7 8 9; do
        grep -ls "MCP_GATEWAY_OWNER=$id" /proc/$digit*/environ 2>/dev/null
    done
}

quiet=0
round=0
told=' '
while [ $quiet -lt $enough ] && [ $round -lt 300 ]; do
    quiet=$((quiet + 1))
    for file in $(found); do
        quiet=0
        pid=${file#/proc/}
        pid=${pid%/environ}
        if [ $round -ge 10 ]; then
            kill -s KILL "$pid" 2>/dev/null
            continue
        fi
        case $told in
        *" $pid "*) ;;
        *)
            told="$told$pid "
            kill -s TERM "$pid" 2>/dev/null
            ;;
        esac
    done
    round=$((round + 1))
    # Fractions are not in POSIX, though everywhere.
    [ $quiet -ge $enough ] || sleep 0.2 2>/dev/null || sleep 1
done
