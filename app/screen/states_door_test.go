package screen

import (
	"kauth/app/viewmodel"
	"kauth/core"
)

var (
	serverPage  = &viewmodel.Server{}
	browserPage = &viewmodel.Away{}
	choosePage  = &viewmodel.Choose{}
	troublePage = &viewmodel.Trouble{}
)

// doorShots are what stands before the accounts: another server, the passphrase, trouble.
var doorShots = []shot{
	{name: "starting", state: viewmodel.StartingState{}, page: &viewmodel.Starting{}, main: true},
	{name: "server-idle", state: viewmodel.ServerState{}, page: serverPage},
	{name: "server-address", state: viewmodel.ServerState{Address: "manager.example.ch"}, page: serverPage, main: true},
	{name: "server-busy", state: viewmodel.ServerState{Address: "manager.example.ch", Busy: true}, page: serverPage},
	{name: "server-problem", state: viewmodel.ServerState{Address: "manager.example.ch", Problem: problemOf(core.Certificate, "")}, page: serverPage},
	{name: "browser", state: viewmodel.BrowserState{Server: "manager.example.ch"}, page: browserPage, main: true},
	{name: "browser-busy", state: viewmodel.BrowserState{Server: "manager.example.ch", Busy: true}, page: browserPage},
	{name: "browser-problem", state: viewmodel.BrowserState{Server: "manager.example.ch", Problem: problemOf(core.Denied, "")}, page: browserPage},
	{name: "choose-create", state: viewmodel.ChooseState{Create: true}, page: choosePage, main: true},
	{name: "choose-short", state: viewmodel.ChooseState{Create: true, Short: true}, page: choosePage},
	{name: "choose-differ", state: viewmodel.ChooseState{Create: true, Differ: true}, page: choosePage},
	{name: "choose-busy", state: viewmodel.ChooseState{Create: true, Busy: true}, page: choosePage},
	{name: "trouble-retry", state: viewmodel.TroubleState{Problem: *problemOf(core.VaultBusy, ""), Retry: true}, page: troublePage, main: true},
	{name: "trouble-key-gone", state: viewmodel.TroubleState{Problem: *problemOf(core.KeyGone, ""), Retry: true, Anew: true}, page: troublePage},
	{name: "trouble-damaged", state: viewmodel.TroubleState{Problem: *problemOf(core.VaultDamaged, ""), Retry: true, Anew: true}, page: troublePage, main: true},
	{name: "trouble-newer", state: viewmodel.TroubleState{Problem: *problemOf(core.VaultNewer, ""), Retry: true}, page: troublePage},
	{name: "trouble-fixed", state: viewmodel.TroubleState{Problem: *problemOf(core.StorageDenied, ""), Fixed: true}, page: troublePage},
	{name: "trouble-storage", state: viewmodel.TroubleState{Problem: *problemOf(core.StorageFull, "")}, page: troublePage},
}
