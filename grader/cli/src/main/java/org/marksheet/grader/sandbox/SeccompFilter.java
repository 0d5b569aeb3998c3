package org.marksheet.grader.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The system calls that a worker may not make, as the program that Linux runs on each call (x86_64 only).
 *
 * <p>Threads yes, processes no. No sockets, no shared memory outside the memory limit, no keys, no namespaces.
 * What looks harmless and is missing here (socketpair, prlimit64, fcntl, mprotect) is what Java itself needs.
 */
final class SeccompFilter {
    private static final int LOAD = 0x20;
    private static final int IF_EQUAL = 0x15;
    private static final int IF_AT_LEAST = 0x35;
    private static final int IF_BITS = 0x45;
    private static final int RETURN = 0x06;

    private static final int ALLOW = 0x7fff0000;
    private static final int KILL = 0x80000000;
    private static final int NOT_PERMITTED = 0x50001;
    private static final int NOT_IMPLEMENTED = 0x50026;

    // Offsets in struct seccomp_data.
    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int FIRST_ARGUMENT = 16;
    private static final int SECOND_ARGUMENT = 24;

    private static final int X86_64 = 0xC000003E;
    private static final int X32_CALLS = 0x40000000;
    private static final int CLONE3 = 435;
    private static final int CLONE = 56;
    private static final int CLONE_THREAD = 0x10000;
    private static final int IOCTL = 16;
    private static final int TIOCSTI = 0x5412;
    private static final int TIOCLINUX = 0x541C;

    private static final int[][] DENIED = {
        {101, 310, 311, 312, 424, 434, 438, 440}, // ptrace, process_vm_*, kcmp, pidfd_*, process_madvise
        {248, 249, 250}, // add_key, request_key, keyctl
        {321, 298, 323, 425, 426, 427}, // bpf, perf_event_open, userfaultfd, io_uring_*
        {165, 166, 428, 429, 430, 431, 432, 433, 442, 155, 161, 272, 308}, // mounts, pivot_root, chroot, unshare, setns
        {246, 320, 175, 176, 313, 169, 167, 168, 163, 179, 443, 103}, // kexec, modules, reboot, swap, acct, quota, syslog
        {303, 304, 300, 212, 154, 172, 173, 135}, // file handles, fanotify, lookup_dcookie, modify_ldt, ioperm, personality
        {159, 164, 227, 305, 170, 171, 153, 180}, // clocks, host names, vhangup, nfsservctl
        {319, 447, 29, 30, 31, 67}, // memfd_*, shm*: memory that no limit counts
        {64, 65, 66, 220, 68, 69, 70, 71, 240, 241, 242, 243, 244, 245}, // semaphores, message queues
        {41, 42, 49, 50, 54}, // socket, connect, bind, listen, setsockopt
        {275, 276, 278, 256, 279}, // splice, tee, vmsplice, page migration
        {57, 58, 322}, // fork, vfork, execveat
        {105, 106, 113, 114, 116, 117, 119, 122, 123, 126}, // set*id, capset
        {133, 259, 253, 294, 141, 144, 314, 251, 149, 151, 325}, // mknod, inotify, priorities, scheduling, mlock
    };

    private SeccompFilter() {}

    /** Returns the program in the form that bubblewrap's {@code --seccomp} reads. */
    static byte[] program() {
        List<Instruction> program = new ArrayList<>();
        program.add(load(ARCHITECTURE));
        program.add(new Instruction(IF_EQUAL, 1, 0, X86_64));
        program.add(returning(KILL));
        program.add(load(NUMBER));
        program.add(new Instruction(IF_AT_LEAST, 0, 1, X32_CALLS));
        program.add(returning(NOT_IMPLEMENTED));
        // The flags of clone3 lie behind a pointer; "not implemented" makes the C library use clone.
        program.add(unlessEqualSkip(CLONE3, 1));
        program.add(returning(NOT_IMPLEMENTED));
        denied().forEach(number -> {
            program.add(unlessEqualSkip(number, 1));
            program.add(returning(NOT_PERMITTED));
        });
        program.add(unlessEqualSkip(CLONE, 4));
        program.add(load(FIRST_ARGUMENT));
        program.add(new Instruction(IF_BITS, 1, 0, CLONE_THREAD));
        program.add(returning(NOT_PERMITTED));
        program.add(returning(ALLOW));
        // Both would type into the terminal that the grader runs in.
        program.add(unlessEqualSkip(IOCTL, 4));
        program.add(load(SECOND_ARGUMENT));
        program.add(new Instruction(IF_EQUAL, 1, 0, TIOCSTI));
        program.add(unlessEqualSkip(TIOCLINUX, 1));
        program.add(returning(NOT_PERMITTED));
        program.add(returning(ALLOW));
        return encode(program);
    }

    static IntStream denied() {
        return IntStream.range(0, DENIED.length).flatMap(row -> IntStream.of(DENIED[row]));
    }

    private static byte[] encode(List<Instruction> program) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * program.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (Instruction i : program) {
            bytes.putShort((short) i.code()).put((byte) i.skipIfTrue()).put((byte) i.skipIfFalse()).putInt(i.operand());
        }
        return bytes.array();
    }

    private static Instruction load(int offset) {
        return new Instruction(LOAD, 0, 0, offset);
    }

    private static Instruction returning(int verdict) {
        return new Instruction(RETURN, 0, 0, verdict);
    }

    private static Instruction unlessEqualSkip(int value, int skip) {
        return new Instruction(IF_EQUAL, 0, skip, value);
    }

    private record Instruction(int code, int skipIfTrue, int skipIfFalse, int operand) {}
}
