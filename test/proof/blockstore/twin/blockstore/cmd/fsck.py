"""Check a directory of blocks from the command line; plain and synchronous."""
import argparse
import sys

from blockstore.drivers.local import FileDriver
from blockstore.volume import Volume


def parse_args(argv):
    parser = argparse.ArgumentParser(prog="blockstore-fsck")
    parser.add_argument("directory")
    parser.add_argument("blocks", type=int, nargs="+")
    return parser.parse_args(argv)


def report(volume, numbers):
    return ["%d %d" % (number, len(volume.read(number * 64, 64).rstrip(b"\0"))) for number in numbers]


def main(argv=None):
    args = parse_args(argv)
    volume = Volume("fsck", FileDriver(args.directory))
    sys.stdout.write("\n".join(report(volume, args.blocks)) + "\n")
