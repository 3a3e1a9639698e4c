package screen

import (
	"time"

	"kauth/app/viewmodel"
	"kauth/core"
)

func init() { moreShots = append(moreShots, backupShots) }

var (
	backupPage  = &viewmodel.BackupPage{}
	backupsetup = &viewmodel.BackupSetup{}
)

func backupShots() []shot {
	at := time.Date(2026, 3, 2, 14, 3, 0, 0, time.UTC)
	stands := func(change func(*viewmodel.BackupState)) viewmodel.State {
		s := viewmodel.BackupState{Known: true, Remind: "30", Now: at.Add(time.Hour), BackupFacts: viewmodel.BackupFacts{
			Set: true, Folder: "/home/anna/Documents/kDrive/Backups of my phone", Auto: true, Last: at, Accounts: 12,
		}}
		change(&s)
		return s
	}
	return []shot{
		{name: "backup-none", state: viewmodel.BackupState{Known: true, Now: at, Remind: "30", Rest: true}, page: backupPage, main: true},
		{name: "remind", state: viewmodel.RemindState{Chosen: "30"}, page: &viewmodel.Remind{}, main: true},
		{name: "home-unsaved", state: bannered(viewmodel.Banner{Kind: viewmodel.BannerBackup}), page: &viewmodel.Home{}},
		{name: "home-unsaved-missed", state: bannered(viewmodel.Banner{Kind: viewmodel.BannerBackup, Ever: true, Missed: true}), page: &viewmodel.Home{}},
		{name: "home-unsaved-since", state: bannered(viewmodel.Banner{Kind: viewmodel.BannerBackup, Ever: true}), page: &viewmodel.Home{}},
		{name: "backup-good", state: stands(func(*viewmodel.BackupState) {}), page: backupPage, main: true},
		{name: "backup-behind", state: stands(func(s *viewmodel.BackupState) { s.Auto, s.Behind = false, true }), page: backupPage},
		{name: "backup-missed", state: stands(func(s *viewmodel.BackupState) { s.Behind, s.Missed = true, core.StorageFull }), page: backupPage},
		{name: "backup-busy", state: stands(func(s *viewmodel.BackupState) { s.Busy = true }), page: backupPage},
		{name: "backup-problem", state: stands(func(s *viewmodel.BackupState) {
			s.Missed, s.Problem = core.StorageFull, problemOf(core.StorageFull, "")
		}), page: backupPage},
		{name: "backupsetup", state: viewmodel.BackupSetupState{}, page: backupsetup, main: true},
		{name: "backupsetup-short", state: viewmodel.BackupSetupState{Short: true}, page: backupsetup},
		{name: "backupsetup-differ", state: viewmodel.BackupSetupState{Differ: true}, page: backupsetup},
		{name: "backupsetup-busy", state: viewmodel.BackupSetupState{Busy: true}, page: backupsetup},
		{name: "backupsetup-problem", state: viewmodel.BackupSetupState{Problem: problemOf(core.StorageDenied, "")}, page: backupsetup},
	}
}
