# SPDX-License-Identifier: GPL-2.0
#
# make			module for the running kernel (or KDIR=), library, tools
# make install		all of it on this machine: module by DKMS
# make demo		watch it work in a virtual machine
# make check		all tests; STAGE="name ..." for some of them
# make coverage		which calls of the API the tests make, and what they answered
# make bench		the figures
# make ynl		netlink policy and uapi header from the spec

KDIR ?= /lib/modules/$(shell uname -r)/build
DESTDIR ?=
PREFIX ?= /usr
export prefix := $(PREFIX)
VERSION := 0.1

W ?= 1
MODULE_ARGS := W=$(W) $(if $(shell command -v sparse),C=1 CF=-D__CHECK_ENDIAN__)

all: module library tools

module:
	@test -e $(KDIR)/Makefile || { \
		echo "no kernel headers in $(KDIR): install linux-headers-$$(uname -r)," \
		     "or say KDIR=/lib/modules/VERSION/build" >&2; exit 1; }
	$(MAKE) -C $(KDIR) M=$(CURDIR)/kmod $(MODULE_ARGS) modules

library:
	$(MAKE) -C libntms

tools: library
	$(MAKE) -C tools/ntmsd
	$(MAKE) -C tools/ntms-labeld
	$(MAKE) -C tools/rsm

ynl:
	kmod/generated/regen.sh

demo:
	@selftests/demo/demo.sh

check:
	@selftests/check.py $(STAGE)

coverage:
	@selftests/api-coverage/run.sh
	@selftests/api-coverage/coverage.py --table selftests/api-coverage/out/trace

bench:
	@selftests/bench/run.sh

# DKMS builds the module again for every kernel that comes
DKMS_SRC = $(DESTDIR)/usr/src/ntms-$(VERSION)

install: library tools
	$(MAKE) -C libntms install DESTDIR=$(DESTDIR)
	$(MAKE) -C tools/ntmsd install DESTDIR=$(DESTDIR)
	$(MAKE) -C tools/ntms-labeld install DESTDIR=$(DESTDIR)
	$(MAKE) -C tools/rsm install DESTDIR=$(DESTDIR)
	install -d $(DKMS_SRC)/generated $(DKMS_SRC)/uapi/linux
	install -m 644 kmod/Kbuild kmod/*.[ch] $(DKMS_SRC)
	install -m 644 kmod/generated/*.[ch] $(DKMS_SRC)/generated
	install -m 644 kmod/uapi/linux/*.h $(DKMS_SRC)/uapi/linux
	install -m 644 dkms.conf $(DKMS_SRC)
ifeq ($(DESTDIR),)
	@command -v dkms >/dev/null || { \
		echo "dkms is missing: apt install dkms, then again" >&2; exit 1; }
	dkms status -m ntms -v $(VERSION) | grep -q . || dkms add -m ntms -v $(VERSION)
	dkms install -m ntms -v $(VERSION) --force
	ldconfig
	-systemd-sysusers
	@echo "now: modprobe ntms && systemctl enable --now ntmsd ntms-labeld"
endif

uninstall:
	-dkms remove -m ntms -v $(VERSION) --all
	rm -rf $(DKMS_SRC)
	cd $(DESTDIR)$(PREFIX) && rm -f sbin/rsm sbin/ntmsd sbin/ntms-labeld lib/libntms.* \
		lib/pkgconfig/libntms.pc include/ntms.h include/ntmsapi.h \
		include/ntmsmli.h share/man/man8/rsm.8 share/man/man8/ntmsd.8 \
		share/man/man8/ntms-labeld.8 share/man/man7/ntms.7 \
		share/bash-completion/completions/rsm
	cd $(DESTDIR)$(PREFIX)/share/man/man3 && rm -f $(notdir $(wildcard libntms/man/out/*.3))
	rm -rf $(DESTDIR)$(PREFIX)/include/ntms
	rm -f $(DESTDIR)$(PREFIX)/lib/libntms-compat.a \
		$(DESTDIR)$(PREFIX)/lib/pkgconfig/libntms-compat.pc
	rm -f $(DESTDIR)/lib/systemd/system/ntmsd.service \
		$(DESTDIR)/lib/systemd/system/ntms-labeld.service \
		$(DESTDIR)/usr/lib/sysusers.d/ntms-labeld.conf \
		$(DESTDIR)/lib/udev/rules.d/60-ntms-drives.rules

clean:
	-$(MAKE) -C $(KDIR) M=$(CURDIR)/kmod clean
	$(MAKE) -C libntms clean
	$(MAKE) -C tools/ntmsd clean
	$(MAKE) -C tools/ntms-labeld clean
	$(MAKE) -C tools/rsm clean

.PHONY: all module library tools ynl demo check coverage bench install uninstall clean
