"""More headings of exports, by field: other products, other languages, other turns of phrase.

A name without a kind counts for every kind that has such a column. Names that could mean two
things are left out: a column kept as a custom field does less harm than a wrong amount.
"""

from dataclasses import replace

from lib.model.spec import Kind

_EVERYWHERE = {
    "account_id": """customer number | customer no. | external account id | external company id | account key
        | sfdc account id | salesforce account id | salesforce id | crm account id | account uuid | company uuid
        | account_code | company external id | organization external id | org_id | group_id | context_group_id
        | company record id | associated company id | primary company id | 客户编码 | 客户代号 | 客户代码 | 企业编码
        | 单位编号 | 对方单位编码 | 公司编码 | 客户唯一标识 | 客户uid | 租户编号 | kundennummer | kundennr | kunden id | kunden-nr
        | debitorennummer | code client | numéro client | n° client | id client | identifiant client
        | id de cliente | código de cliente | número de cliente | código cliente | id cliente | codice cliente
        | 顧客id | 顧客番号 | 顧客コード | 得意先コード | 取引先コード | 取引先id | klantnummer""",
    "account_name": """account display name | customer company | customer company name | customer organization
        | company legal name | legal name | registered name | business name | organisation name | firm | firm name
        | parent account name | potential customer | related company | sales account | sold to | sold-to party
        | end customer | customer/company | org | tenant name | workspace name | account title
        | custom field (organizations) | organizations | organization/company | associated companies
        | primary associated company | 客户公司 | 客户单位 | 单位 | 企业全称 | 企业客户 | 所属客户 | 关联客户 | 客户企业
        | 所属公司 | 所属企业 | 对方单位 | 甲方 | 甲方名称 | 签约客户 | firma | firmenname | kunde | kundenname | unternehmen
        | unternehmensname | organisation | raison sociale | société | nom de la société | nom du client
        | nom du compte | entreprise | nom de l'entreprise | empresa | nombre de la empresa | nombre de empresa
        | razón social | cliente | nombre del cliente | nombre de cuenta | ragione sociale | azienda | razão social
        | nome da empresa | bedrijfsnaam | 会社名 | 顧客名 | 取引先名 | 企業名 | 取引先 | 法人名 | 得意先名""",
    "contact_id": """contact uuid | requester id | customer contact id | person id | associated contact id
        | associated contact ids | contact record id | 联系人编码""",
    "owner": """owned by | record owner | account executive | ae | success manager | success owner
        | relationship manager | key account manager | kam | salesperson | sales person | sales representative
        | assigned rep | assigned user name | assigned user | responsible | responsible user | responsible person
        | user responsible | opportunity owner | contract owner | customer owner | csm name | csm owner
        | organizationowner | user_name | organization owner | lead owner | account rep | deal owner name
        | 所有人 | 归属人 | 销售员 | 业务员 | 专管业务员 | 负责销售 | 销售代表 | 客户负责人 | 商机负责人 | 机会所有人
        | 客户所有人 | 销售经理 | 责任人 | 负责业务 | 业务负责人 | 客户成功负责人 | 维护人 | 跟进销售 | 添加人
        | kundenbetreuer | betreuer | zuständig | verantwortlicher | ansprechpartner intern | vertriebsmitarbeiter
        | account-manager | responsable commercial | responsable | commercial | propriétaire
        | chargé de compte | propietario | responsable de cuenta | comercial | vendedor | 営業担当 | 営業担当者
        | 担当者 | 担当 | 担当営業""",
    "notes": """description | background | free text | internal notes | additional information | account notes
        | 备注信息 | 备注说明 | 描述 | 备忘 | 客户备注 | notizen | notiz | bemerkung | bemerkungen | beschreibung | kommentar
        | commentaires | commentaire | remarques | notas | comentarios | observaciones | 備考 | メモ | note interne""",
    "created_at": """created (utc) | record created | date of creation | date added | added on | added at
        | create time | company created at | entered on | 建档日期 | 建档时间 | 新建时间 | 登记时间 | 登记日期 | 添加时间
        | 添加日期 | 建立日期 | 建立时间 | 创建于 | erstellt am | angelegt am | anlagedatum | erstellungsdatum
        | date de création | créé le | fecha de creación | fecha de alta | creado el | data di creazione
        | 作成日 | 作成日時 | 登録日 | 登録日時""",
    "updated_at": """last updated on | last updated | last update | last updated at | date modified | date updated
        | last modified at | last modified time | modified date | changed on | last change | last edited
        | modified at | lastmodifieddate | 最后更新时间 | 最近更新时间 | 修改日期 | 更新日期 | 最近修改时间 | 变更时间
        | geändert am | zuletzt geändert | änderungsdatum | date de modification | modifié le
        | fecha de modificación | última modificación | 更新日時 | 最終更新日 | 最終更新日時""",
    "currency": """currency iso | iso currency | transaction currency | amount currency | primary currency
        | value_currency | bid currency | contract currency | account currency | billing currency
        | 币别 | 结算币别 | 结算币种 | 交易币种 | 合同币种 | währung | devise | moneda | divisa | valuta | moeda | 通貨""",
    "plan": """current plan | plan_name | rate plan | rate plan name | subscription plan name | price plan
        | pricing plan | product plan | subscription tier | service plan | license type | licence type
        | product edition | account plan | 当前套餐 | 订购套餐 | 套餐名称 | 版本名称 | 产品套餐 | 会员版本 | 订阅版本
        | 付费版本 | tarif | vertragsart | plan de suscripción | forfait | formule | abonnement | プラン | 契約プラン
        | プラン名""",
    "seats": """license count | licence count | licensed users | number of licenses | number of licences
        | licenses purchased | seats purchased | contracted seats | purchased seats | total seats | seat quantity
        | plan quantity | contracted licenses | quantity of seats | user licenses | users purchased | no of seats
        | rate plan charge: quantity | subscription quantity | 购买席位 | 购买席位数 | 购买账号数 | 授权数
        | 授权用户数 | 用户许可数 | 购买人数 | 许可数量 | 坐席数量 | 席位数量 | 购买用户数 | lizenzen | anzahl lizenzen
        | licences | nombre de licences | licencias | número de licencias | asientos | ライセンス数 | 席数 | id数""",
    "arr": """current arr | contracted arr | total arr | arr value | subscription arr | account arr | arr (eur)
        | arr eur | arr (cny) | annualized recurring revenue | annualised recurring revenue | annual subscription value
        | annual contract value (acv) | contract arr | 年度订阅金额 | 年订阅金额 | 年化收入 | 年化金额 | 年度订阅费
        | jährlich wiederkehrender umsatz | revenu récurrent annuel | ingresos recurrentes anuales | 年間経常収益""",
    "mrr": """current mrr | contracted mrr | total mrr | subscription mrr | monthly spend | expected mrr | rate plan charge: mrr
        | account mrr | monthly subscription | monthly subscription fee | monthly price | 月订阅费 | 月度订阅金额
        | 月度收入 | revenu récurrent mensuel | ingresos recurrentes mensuales | 月額 | 月額料金""",
    "tags": """tag list | tag names | account tag | ticket tags | conversation tags | tags list | company tags
        | 标签名称 | 标签组 | 工单标签 | 企业标签 | schlagworte | schlagwörter | étiquettes | mots-clés | etiquetas
        | タグ""",
}  # fmt: skip

_BY_KIND = {
    "accounts.account_id": """kunden-id | gsid | copper id | internal id | recordid | external id | account_uuid
        | company_id | customer key""",
    "accounts.account_name": """display name | display_name | full company name | name 1""",
    "accounts.parent_account_id": """parent company | parent company id | parent account external id | parent
        | parent account name | ultimate parent | ultimate parent id | headquarters id | 上级单位 | 上级公司
        | 集团客户 | 所属集团 | 母公司 | 上级企业""",
    "accounts.domain": """web domain | web address | company website | company domain | email domain | mail domain
        | homepage | account domain | domains | company url | domain_name | 公司网址 | 公司网站 | 企业官网 | 官方网站 | 公司官网
        | 邮箱域名 | webseite | internetseite | internet | site web | site internet | sitio web | página web
        | sito web | ホームページ | webサイト""",
    "accounts.industry": """industry type | industry name | industry classification | company industry
        | business sector | industry vertical | sub industry | customer industry | account industry | 客户行业
        | 行业类型 | 行业分类 | 行业名称 | 产业别 | 产业 | 一级行业 | 1级行业 | 企业行业 | branche | wirtschaftszweig
        | secteur | secteur d'activité | sector | industria | settore | setor | 業種 | 業界""",
    "accounts.region": """market | geo | geography | sales territory | account region | customer region | province | prefecture
        | 销售区域 | 所属区域 | 所在地区 | 所在区域 | 省 | 所在省份 | 所属地区 | 归属区域 | 客户区域 | bundesland | vertriebsgebiet
        | gebiet | région | provincia | región | regione | 都道府県 | 地域""",
    "accounts.country": """billing country code | country name | company country | headquarters country | hq country
        | customer country | 国别 | 所在国家 | land | pays | país | paese | 国 | 国名""",
    "accounts.city": """city name | headquarters city | hq city | company city | customer city | 市 | 所在市 | 地级市
        | ort | stadt | ville | ciudad | città | cidade | 市区町村""",
    "accounts.employees": """number of staff | total employees | employees count | no of employees | no. of employees
        | number_of_employees | company employees | staff count | company headcount | 总人数
        | 企业规模 | 企业人数 | 员工数量 | 员工总数 | 公司人数 | 人数规模 | 员工规模 | mitarbeiter | mitarbeiterzahl
        | anzahl mitarbeiter | mitarbeiteranzahl | effectif | effectifs | nombre d'employés | nombre de salariés
        | número de empleados | empleados | numero dipendenti | 従業員数 | 社員数""",
    "accounts.annual_revenue": """company revenue | yearly revenue | annual turnover | annual sales | annual revenue (usd)
        | company annual revenue | turnover | 年销售额 | 年产值 | 企业营收 | 营业收入 | jahresumsatz | umsatz
        | chiffre d'affaires | ca annuel | ingresos anuales | facturación anual | fatturato | 年商 | 年間売上 | 売上高""",
    "accounts.segment_label": """account segment | account segments | account class | customer class | abc classification
        | customer grade | customer rank | account grade | customer category | account category | abc class
        | customer group | account rating | company segment | company tier | company type | 客户分组 | 客户类别 | 客户类型 | 客户分级
        | 客户层级 | 客户星级 | 所属分类 | 客户级 | 客户分层 | kundensegment | kundengruppe | kundenklasse
        | segment client | catégorie client | categoría de cliente | segmento | 顧客ランク | 顧客区分""",
    "accounts.owner_team": """owner team | owning team | sales department | team name | sales group | owner's department
        | account team | sales office | 负责人所在部门 | 负责部门 | 归属部门 | 销售部门 | 分管部门 | 所属团队 | 销售团队
        | 负责人团队 | 客户归属部门 | vertriebsteam | équipe | équipe commerciale | equipo | 担当部署""",
    "accounts.status": """account state | customer state | lifecycle status | relationship status | contact type
        | company status | subscription status | customer lifecycle | client status | 客户生命周期 | 合作状态 | 签约状态
        | kundenstatus | statut | statut client | estado | estado del cliente | ステータス | 顧客ステータス""",
    "accounts.customer_since": """became customer date | became a customer date | customer start date
        | original contract date | first contract date | first purchase date | first order date | initial contract date
        | client since | go live date | go-live date | subscription start date | contract start date | contract start
        | date of first purchase | joined | join date | won date | 成为客户日期 | 首次成交日期 | 首单日期 | 合作开始日期
        | 首次购买日期 | 首次合作日期 | 合作日期 | 入会日期 | kunde seit | client depuis | cliente desde
        | fecha de inicio | 契約開始日 | 利用開始日""",
    "accounts.renewal_date": """next renewal date | contract renewal date | subscription renewal date
        | subscription end date | subscription end | contract expiry date | contract expiration date | contract expires
        | expiry date | expiration date | license expiry date | term end | term end date | current term end
        | current period end | renewal due date | upcoming renewal date | 合同到期日 | 合同到期日期 | 到期时间
        | 服务到期日 | 服务到期时间 | 服务到期日期 | 续费时间 | 下次续费日期 | 授权到期日 | 订阅到期日 | vertragsende
        | vertragsablauf | verlängerungsdatum | laufzeitende | date de renouvellement | fin de contrat
        | date d'échéance | fecha de renovación | vencimiento | fecha de vencimiento | 契約終了日 | 契約更新日
        | 契約満了日""",
    "accounts.churn_date": """date churned | churned at | churned date | date of churn | cancelled at | cancelled on
        | canceled at | date lost | termination date | 退订日期 | 终止合作日期 | 解约日期 | kündigungsdatum
        | date de résiliation | fecha de baja | 解約日""",
    "accounts.churn_reason": """reason for leaving | reason for cancellation | cancel reason | 解约原因 | 退订原因
        | kündigungsgrund""",
    "accounts.lead_source": """acquisition channel | acquisition source | source of lead | customer source | 获客渠道
        | 获客来源 | 来源渠道 | 客户渠道 | 线索来源 | leadquelle | quelle | origine | source du prospect | fuente
        | origen | 流入元""",
    "accounts.journey_stage": "customer journey stage | lifecycle phase | 客户生命周期阶段 | 生命周期阶段 | 旅程",
    "accounts.nps": "nps rating | latest nps | last nps score | nps 评分 | nps评分 | nps得分",
    "accounts.csat": "csat rating | customer satisfaction | customer satisfaction score | 客户满意度 | 满意度评分",
    "contacts.contact_id": """contact_uuid | contact key | user id | external id | contact external id | gsid
        | 客户联系人编号""",
    "contacts.full_name": """person name | contact full name | display name | person | name of contact | customer contact
        | 客户联系人 | 联系人名称 | 名字 | 联系人姓名 | 添加好友 | ansprechpartner | kontakt | vollständiger name | nom complet
        | contact principal | nombre completo | contacto | nombre y apellidos | 氏名 | 担当者名 | 名前""",
    "contacts.first_name": """forename | given names | vorname | prénom | nombre | nome""",
    "contacts.last_name": """nachname | familienname | nom | nom de famille | apellido | apellidos | cognome""",
    "contacts.title": """job position | job role | role title | designation | occupation | contact title | work title
        | job function | 职称 | 职务名称 | 岗位名称 | position im unternehmen | funktion | fonction | poste | intitulé du poste
        | cargo | puesto | 役職 | 職種""",
    "contacts.department": """contact department | division | 所属部门 | 工作部门 | abteilung | département | service
        | departamento | 部署""",
    "contacts.buying_roles": """purchase role | decision role | stakeholder role | influence role | contact roles
        | buying group role | 采购角色 | 决策链 | 联系人角色 | 购买角色 | 决策影响""",
    "contacts.stance": "disposition | support level | stakeholder sentiment | 关系程度 | 支持程度 | 支持度",
    "contacts.email": """work email | business email | primary email | contact email | email 1 | e mail address | e-mail 1 - value
        | person email | e-mail-adresse | 电子邮件 | 工作邮箱 | 联系邮箱 | 电邮 | courriel | adresse e-mail
        | correo electrónico | correo | メール | メールアドレス""",
    "contacts.phone": """work phone | office phone | direct phone | main phone | phone 1 | phone 1 - value | contact phone | direct dial
        | 办公电话 | 固定电话 | 座机 | 联系电话 | 工作电话 | 固话 | 电话1 | telefon | telefonnummer | téléphone | tél
        | teléfono | 電話番号""",
    "contacts.mobile": """mobile number | cell | mobile no | cellphone | mobile 1 | 手机号码 | 移动电话 | 手机1 | 联系手机
        | handy | mobiltelefon | portable | téléphone portable | móvil | celular | 携帯電話 | 携帯""",
    "contacts.last_contacted_on": """last contacted time | last contact date | last contacted date | last touch
        | last touchpoint | last interaction | last interaction date | last engagement date | last contacted on
        | 最近跟进时间 | 最后联系时间 | 最近联系日期 | 最近跟进日期 | 最新跟进时间 | letzter kontakt | dernier contact
        | último contacto | 最終接触日""",
    "contracts.contract_id": """contract no | contract no. | contract code | deal number | deal record id | opportunity number | opportunity no
        | order number | order no | subscription number | subscription no | agreement number | subscription uuid
        | 单据编号 | contract uuid | item id | copper id | recordid | external id | uuid | 商机编码 | 机会编号 | 商机号 | 订单号 | 合同编码
        | 合同id | 商机id | 订单id | 销售机会编号 | 订阅id | 合约号 | vertragsnummer | auftragsnummer | bestellnummer
        | numéro de contrat | n° de contrat | número de contrato | 契約番号 | 契約id | 案件id | 案件番号""",
    "contracts.name": """name | subject | topic | opportunity | opportunity title | subscription name | deal title
        | contract title | order name | deal | 销售机会名称 | 机会名称 | 订单名称 | 合同标题 | 商机标题 | 项目名称
        | vertragsname | verkaufschance | nom de l'opportunité | nombre de la oportunidad | nombre del negocio
        | nombre del trato | 案件名 | 契約名 | 商談名""",
    "contracts.type": """contract category | order type | business type | revenue type | transaction type | 机会类型
        | 商机类型 | 合同类别 | 订单类型 | 业务类型 | vertragstyp | type d'opportunité | type de contrat""",
    "contracts.stage": """pipeline stage | milestone | current stage | opportunity stage | stage label | status_label | sales phase
        | sales process stage | deal status | 机会阶段 | 阶段名称 | 商机销售阶段 | 销售流程阶段 | phase | verkaufsphase
        | étape | étape de vente | etapa | etapa del negocio | フェーズ | 商談フェーズ""",
    "contracts.is_won": "is won | deal won | won flag | 是否成交 | 是否赢单 | 赢单",
    "contracts.is_closed": "is closed | deal closed | closed flag | 是否结单",
    "contracts.amount": """deal value | opportunity amount | opportunity value | bid amount | order amount | order value
        | total | 价税合计 | 合同总金额(本币) | 总金额 | 总价 | contract amount | contract total | total contract amount | booking amount | total recurring amount
        | rate plan charge: tcv | est. revenue | estimated revenue | estimated value | expected revenue | amount (usd)
        | total price | subscription amount | deal amount (usd) | 商机金额 | 订单金额 | 订单总额 | 合同总金额 | 签约金额 | 销售金额 | 成交金额
        | 合同额 | 订阅金额 | 预计成交金额 | 预计金额 | 机会金额 | 合同价款 | auftragswert | vertragswert | betrag
        | montant | montant du contrat | importe | monto | valor del negocio | valor del contrato | importo | 契約金額
        | 商談金額 | 金額 | 受注金額""",
    "contracts.seats": "quantity | 数量",
    "contracts.product": """product purchased | products | product/service | item | product bought | 产品线 | 购买产品
        | 签约产品 | 产品名 | produkt | produit | producto | 製品 | 商品""",
    "contracts.start_date": """term start | term start date | subscription start date | service start date | started at
        | activated at | activated_at | start date (utc) | started on | contract begin | contract begins | current term start
        | current period start | start (utc) | current period start (utc) | current_period_started_at | license start date | valid from | 起始日期
        | 开始服务日期 | 服务开始日期 | 服务开始时间 | 合同开始时间 | 合同起始日期 | 合同生效日期 | 订阅开始日期 | 订阅开始时间 | 生效时间
        | vertragsbeginn | startdatum | laufzeitbeginn | date de début | début du contrat | fecha de inicio
        | inicio del contrato | 契約開始日 | 開始日""",
    "contracts.end_date": """term end | term end date | expires at | subscription end date | service end date | current term end
        | current period end | current period end (utc) | current_period_ends_at | ended at | expires on | ends on
        | license end date | valid until | valid to | ended at (utc) | contract expiry | contract expiry date | renewal date
        | contract expiration date | 服务结束日期 | 服务到期日期 | 服务结束时间 | 合同结束时间 | 合同终止日期 | 合同到期日
        | 合同到期日期 | 到期时间 | 失效日期 | 订阅结束日期 | 订阅到期日 | 终止日期 | vertragsende | enddatum | laufzeitende
        | date de fin | fin du contrat | date d'échéance | fecha de fin | fecha de vencimiento | 契約終了日 | 終了日""",
    "contracts.signed_on": """date of signature | contract date | contract signed date | signing date | booked on
        | booking date | contract signed on | contract effective date | 合同签订日期 | 合同签约日期 | 签署日期 | 签约时间
        | 签单日期 | 订单日期 | 下单时间 | 签订时间 | unterschrieben am | vertragsdatum | date de signature | fecha de firma
        | 契約日 | 受注日""",
    "contracts.expected_close_date": """est. close date | estimated close date | forecast close date | expected close
        | expected closing | anticipated close date | projected close date | target close date | close date (expected)
        | 预计签单日期 | 预计成交时间 | 预计结单日期 | 预计成单日期 | 结单日期 | 预计签单时间 | 预计关闭日期
        | abschlussdatum | erwartetes abschlussdatum | date de clôture | date de clôture prévue | fecha de cierre
        | fecha de cierre prevista | 完了予定日 | 受注予定日""",
    "contracts.closed_on": """actual close date | date won | date closed | won date | won on | closed at | closed won date
        | closed time | lost date | date lost | close date | deal closed date | 赢单日期 | 赢单时间 | 实际成交日期 | 成交时间
        | 实际结单日期 | 关单日期 | date de clôture réelle | fecha de cierre real""",
    "contracts.auto_renew": """auto-renew | auto renewal flag | automatic renewal | auto renews | evergreen | is auto renew
        | 自动续约 | 是否自动续约 | automatische verlängerung | renouvellement automatique | renovación automática
        | 自動更新""",
    "contracts.notice_days": """days of notice | notice in days | notice period in days | cancellation notice days
        | cancellation notice (days) | termination notice days | termination notice (days) | non-renewal notice days
        | notice window (days) | 解约通知期(天) | 不续约通知天数 | 续约通知天数 | 退订通知天数 | 取消通知天数
        | kündigungsfrist (tage) | kündigungsfrist in tagen | préavis (jours) | preaviso (días) | 解約予告日数""",
    "contracts.billing_period": """interval | billing interval | billing term | value_period | payment term
        | invoice frequency | invoicing interval | billing_period_unit | plan interval | 计费方式 | 付费周期 | 结算周期
        | 缴费周期 | 订阅周期 | 收费周期 | abrechnungszeitraum | zahlungsweise | fréquence de facturation
        | periodicidad | 支払サイクル""",
    "contracts.discount": "discount % | discount (%) | discount percentage | 折扣率 | 整单折扣(%) | rabatt | remise | descuento",
    "contracts.probability": """close probability | probability of winning | win rate | confidence | chance
        | closing probability | deal probability | probability % | 成功率 | 可能性 | 赢单率 | 赢单概率 | 成单概率
        | 成交可能性 | wahrscheinlichkeit | abschlusswahrscheinlichkeit | probabilité | probabilidad | 確度""",
    "contracts.loss_reason": """reason lost | closed lost reason | reason for losing | deal lost reason | loss reasons
        | 输单理由 | 丢单原因 | 失败原因 | 战败原因 | 败单原因 | verlustgrund | raison de la perte | motivo de pérdida
        | 失注理由""",
    "contracts.promises": "commitments made | promised | 客户承诺 | 承诺内容",
    "contracts.account_id": "lead_id | customer_id | bill to account",
    "contracts.account_name": "lead_name | accounts | bill to company",
    "tickets.ticket_id": """number | ticket no | ticket no. | issue key | issue number | incident number | incident id
        | conversation id | request id | request number | case no | ticket # | case # | reference number | 工单id
        | 工单单号 | 问题编号 | 案件编号 | 服务单号 | 会话id | 单号 | ticketnummer | ticket-nr | numéro de ticket
        | número de ticket | id del ticket | チケットid | チケット番号 | 問い合わせ番号""",
    "tickets.contact_id": "requester contact id | caller id | customer contact id | contact id",
    "tickets.requester_email": """user email | contact email | customer email | email address | requestor email | reporter email | req. email
        | caller email | sender email | submitter email | requester mail | 客户邮箱 | 联系邮箱 | 用户邮箱 | 邮箱""",
    "tickets.subject": """short description | ticket subject | case subject | ticket title | issue summary | headline
        | 问题标题 | 问题主题 | 服务主题 | 工单主题 | betreff | titel | objet | sujet | asunto | 件名 | タイトル""",
    "tickets.description": """ticket description | case description | issue description | long description | message
        | problem description | 工单描述 | 工单内容 | 诉求描述 | 问题内容 | 反馈内容 | beschreibung | descripción | 内容""",
    "tickets.type": """request type | case type | incident type | ticket category | problem type | case reason
        | 工单分类 | 问题分类 | 工单类别 | 服务类型 | 反馈类型 | ticketart | typ | catégorie | categoría | tipo | 種別""",
    "tickets.priority": """priority level | ticket priority | case priority | issue priority | 工单优先级 | 级别 | 问题级别
        | 紧急度 | priorität | dringlichkeit | priorité | prioridad | 優先度""",
    "tickets.status": """case status | status reason | issue status | conversation state | conversation status | ticket state
        | incident state | 处理状态 | 问题状态 | 工单进度 | statut | estado | ステータス""",
    "tickets.channel": """ticket source | case origin | contact type | created via | ticket channel | support channel
        | contact channel | 工单来源 | 反馈渠道 | 来源渠道 | 受理渠道 | 接入渠道 | 渠道来源 | kanal | canal | チャネル""",
    "tickets.product": "product area | product line | affected product | 涉及产品 | 所属产品 | 相关产品",
    "tickets.created_at": """created (utc) | conversation started at | opened | date opened | time opened | reported on | reported at | raised on
        | request date | received at | date created | submission date | submit time | requested at
        | 受理时间 | 反馈时间 | 工单创建时间 | 提单时间 | 发起时间 | 登记时间 | 受理日期 | 反馈日期 | erfasst am | gemeldet am
        | ouvert le | fecha de apertura | 受付日時 | 受付日""",
    "tickets.first_response_at": """first responded at | initial response time | first response date | first replied at
        | first responded on | first agent reply at | 首次回复时间 | 首响时间 | 首次响应日期""",
    "tickets.first_response_minutes": """first response time (minutes) | first reply time in minutes
        | time to first response (minutes) | first response time in minutes | time to first response minutes
        | time to first reply minutes | first response duration minutes | 首次响应时长 | 首次响应时长(分钟) | 首响时长 | 首次回复时长""",
    "tickets.resolved_at": """solved on | resolved on | date resolved | resolved time | resolution at | resolved date | completed at
        | 解决日期 | 完成时间 | 处理完成时间 | 完结时间 | 办结时间 | gelöst am | résolu le | fecha de resolución | 解決日時""",
    "tickets.closed_at": """closed time | date closed | closed on | last closed at | time closed | date/time closed
        | 关闭日期 | 关单时间 | 结案时间 | 结单时间 | geschlossen am | clôturé le | fecha de cierre | 完了日時""",
    "tickets.resolution_minutes": """full resolution time in minutes | resolution time in minutes
        | time to resolve minutes | time to close minutes | handling time minutes | resolution duration minutes
        | resolution time minutes | time to resolution minutes | 解决时长(分钟) | 处理时长 | 处理时长(分钟)""",
    "tickets.reopens": """number of reopens | times reopened | reopened count | reopening count | 重新打开次数 | 重启次数
        | 重开数""",
    "tickets.satisfaction": """satisfaction rating | conversation rating | csat rating | survey score | customer satisfaction
        | custom field (satisfaction rating) | customer rating | customer satisfaction score | 客户评分 | 服务评分
        | 服务满意度 | 客户满意度 | zufriedenheit | satisfacción | 満足度""",
    "tickets.assignee": """assigned agent | agent name | case owner | ticket owner | teammate assigned | handled by
        | support agent | assigned user | assigned user name | assignee name | owner name | assigned technician | 受理客服
        | 负责人 | 指派给 | 当前处理人 | 经办人 | 处理客服 | 跟进人 | 责任人 | 客服 | bearbeiter | zugewiesen an | assigné à
        | asignado a | agente | 担当者""",
    "tickets.team": """team assigned | assignment group | support group | assignee group | queue | support team | team name
        | agent group | 受理技能组 | 技能组 | 处理组 | 负责团队 | 受理部门 | 处理部门 | équipe | equipo | grupo""",
    "tickets.escalated": "escalated? | was escalated | is escalated | 已升级 | 升级",
    "tickets.account_id": "organization_id | requester organization id | company id",
    "activities.activity_id": "note id | call id | meeting id | task id | activity key | 活动编号 | 拜访编号",
    "activities.account_id": "associated id | regarding account id | what id",
    "activities.account_name": "regarding | related account | company/account | 关联客户 | 拜访客户 | 跟进客户",
    "activities.contact_name": "contact name | attendee | attendees | participant | 拜访对象 | 参与人 | 沟通对象",
    "activities.type": "interaction type | touchpoint type | task type | call type | channel | 活动类型 | 拜访方式 | 联系方式",
    "activities.occurred_at": """activity date/time | occurred on | meeting date | call date | visit date | start date | held on | completed at
        | interaction date | contact date | 活动时间 | 活动日期 | 拜访日期 | 联系时间 | 沟通日期 | 发生日期 | 开始时间""",
    "activities.duration_minutes": "call duration minutes | length (minutes) | 通话时长(分钟) | 沟通时长",
    "activities.subject": "note title | meeting title | activity subject | meeting subject | 活动主题 | 拜访主题",
    "activities.body": "comments | details | meeting notes | call notes | summary | 跟进详情 | 沟通内容 | 拜访内容 | 活动描述 | 沟通记录",
    "activities.outcome": "meeting outcome | call outcome | call result | disposition | 拜访结果 | 沟通结果 | 通话结果",
    "activities.owner": "logged by | created by name | performed by | host | 跟进人员 | 拜访人 | 执行人",
    "usage.usage_id": "uuid | event uuid | message id | row id | 日志编号 | 日志id",
    "usage.account_id": "group_id | context_group_id | team id | 企业编号",
    "usage.user_id": """visitor id | member id | actor id | end user id | login id | username | user name | user key
        | person id | distinct_id | 登录账号 | 账号 | 操作人 | 操作人id | 用户名 | 访客id""",
    "usage.user_email": "email address | actor email | 登录邮箱 | 邮箱",
    "usage.event": """event_type | activity | activity type | operation | action name | action type | verb | 事件名
        | 事件类型 | 行为名称 | 操作类型 | 操作名称 | 动作 | ereignis | événement | evento | イベント | イベント名""",
    "usage.feature": "feature used | product feature | function | functionality | screen | 功能点 | 使用功能 | 功能项 | 菜单 | 应用 | funktion | fonctionnalité | 機能",
    "usage.occurred_at": """received at | original timestamp | sent at | event_timestamp | event datetime | logged at | created at | occurred at | triggered at | login time | access time
        | login date | activity date | event day | date time | datetime | action time | 事件时间 | 触发时间 | 操作时间 | 访问时间 | 登录日期 | 操作日期
        | 发生日期 | 使用时间 | 行为时间 | 事件日期 | 统计日期 | zeitstempel | horodatage | marca de tiempo | 日時 | 発生日時""",
    "usage.period": "period start | year month | year-month | reporting month | week of | month of | 统计周期 | 年月 | 账期月份 | 统计周 | 周期",
    "usage.count": """number of events | number of clicks | clicks | hits | total count | times used | sessions
        | uses | total | actions | logins | login count | number of logins | frequency | 触发次数 | 点击次数 | 访问次数 | 操作次数 | 登录次数 | 调用次数
        | 使用量 | 事件次数 | pv | anzahl | nombre | 回数""",
    "usage.users": "active user count | number of users | number of active users | distinct users | unique visitors | visitors | 独立用户数 | uv | 去重用户数 | 使用人数 | 活跃人数",
    "usage.quantity": "amount | data volume | bytes transferred | minutes | usage quantity | 用量 | 流量 | 数据量",
    "usage.unit": "unit of measure | usage unit | uom | 计量单位",
    "usage.errors": "failed events | failed count | error events | 失败次数 | 异常次数",
    "usage.duration_seconds": """duration (seconds) | session duration seconds | time spent seconds | session length seconds
        | time on page seconds | 停留时长(秒) | 在线时长(秒) | 使用时长""",
    "losses.churn_date": "churned at | lost date | cancel date | date of churn | termination date | effective churn date | date cancelled | 解约日期 | 退费日期 | 停用日期 | kündigungsdatum | 解約日",
    "losses.reason": "reason for churn | cancel reason | loss reason | primary churn reason | reason for leaving | main reason | 解约原因 | 退订原因 | 离开原因 | kündigungsgrund | 解約理由",
    "losses.reason_detail": "churn details | reason description | churn notes | exit interview | explanation | 原因描述 | 流失说明 | 备注",
    "losses.competitor": "competitor chosen | moved to | switched to | replacement vendor | 竞争产品 | 流向竞品 | 竞对",
    "losses.refund": "refunded amount | amount refunded | 退费金额 | 退款",
    "losses.contract_id": "contract number | agreement id | order id | 合同号",
    "assessments.criterion": "question | assessment dimension | item | 评估项 | 评分维度 | 评估指标 | 考察维度",
    "assessments.points": "rating value | mark | grade | 分值 | 打分",
    "assessments.evidence": "justification | rationale | observation | notes | 备注 | 评语",
    "assessments.assessed_by": "evaluator | reviewer | scored by | assessed by name | 评分人 | 评审人",
    "assessments.assessed_on": "evaluation date | assessed at | scored on | review date | 评分日期 | 打分日期",
}  # fmt: skip


def with_more_names(kind: Kind) -> Kind:
    """Return the kind with the headings of this module after its own."""
    columns = tuple(
        replace(column, headings=(*column.headings, *_more(kind.name, column.name)))
        for column in kind.columns
    )
    return replace(kind, columns=columns)


def _more(kind: str, column: str) -> tuple[str, ...]:
    texts = (_BY_KIND.get(f"{kind}.{column}", ""), _EVERYWHERE.get(column, ""))
    names = (" ".join(name.split()) for text in texts for name in text.split("|"))
    return tuple(name for name in names if name)
