import { expect, test } from "vitest";
import { adjacency, readTexts, solve } from "./solve-fixture.ts";

test("of a versioned object's fields those that its loader tells by name are loaded when they are read", () => {
  const text = `
from oslo_versionedobjects import base, fields
OPTIONAL = ["tags", "owner"]
class Base(base.VersionedObject):
    pass
class Volume(Base):
    OTHERS = ("parts",)
    fields = {"size": fields.IntegerField(), "tags": fields.ObjectField("Tags")}
    def obj_load_attr(self, name):
        if name not in OPTIONAL and name not in self.OTHERS:
            raise ValueError("no %s" % name)
        if name == "notes":
            self.notes = 1
        else:
            self._obj_load_attr(name)
    def _obj_load_attr(self, name):
        if "size" not in self:
            return
        if name == "late":
            self.late = 1
class Snapshot(Volume):
    pass
class Plain:
    def obj_load_attr(self, name):
        if name == "tags":
            pass
def size():
    return Volume().size
def tags():
    return Volume().tags
def parts():
    return Snapshot().parts
def notes():
    return Volume().notes
def late():
    return Volume().late
def set_before():
    volume = Volume()
    volume.tags = 1
def by_name(name):
    return getattr(Volume(), "owner")
def plain():
    return Plain().tags
`;
  const edges = adjacency(solve(readTexts({ "m.py": text })));
  const load = "m.Volume.obj_load_attr";
  expect(edges).toEqual({
    m: ["m.Base", "m.Plain", "m.Snapshot", "m.Volume"],
    "m.Base": [],
    "m.Plain": [],
    "m.Plain.obj_load_attr": [],
    "m.Snapshot": [],
    "m.Volume": [
      "oslo_versionedobjects.fields.IntegerField",
      "oslo_versionedobjects.fields.ObjectField",
    ],
    "m.Volume._obj_load_attr": [],
    "m.Volume.obj_load_attr": ["<builtin>.ValueError", "m.Volume._obj_load_attr"],
    "m.by_name": ["<builtin>.getattr", load],
    "m.late": [load],
    "m.notes": [load],
    "m.parts": [load],
    "m.plain": [],
    "m.set_before": [],
    "m.size": [],
    "m.tags": [load],
  });
});
